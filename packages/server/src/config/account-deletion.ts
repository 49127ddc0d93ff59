import { z } from 'zod'

/** How users delete their own accounts. */
export const accountDeletion = z
  .strictObject({
    afterDays: z
      .int()
      .min(0)
      .max(365)
      .default(14)
      .describe('How many days after the request an account is deleted; until then its user can log in and keep it.'),
  })
  .prefault({})
  .describe(
    'The deletion of accounts by their users, at `/account/data`. Accounts of a configuration file and of an embedding application are deleted there.',
  )
