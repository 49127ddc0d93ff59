import { z } from 'zod'
import { profileClaims } from '../accounts/profile.ts'

/** What users may change of their own profiles. */
export const userProfile = z
  .strictObject({
    editable: z
      .array(z.enum(profileClaims))
      .default([...profileClaims])
      .describe(
        'The claims that users may change at `/account/profile`. The others are shown only. With an empty list, users change nothing.',
      ),
  })
  .prefault({})
  .describe(
    'The profiles of users. Accounts of a configuration file and of an embedding application are changed there, not by their users.',
  )
