import { z } from 'zod'

export const passkeys = z
  .strictObject({
    userVerification: z
      .enum(['preferred', 'required'])
      .default('preferred')
      .describe(
        'Whether the device must check who uses it, by a PIN, a fingerprint or a face. `required` refuses devices that cannot; with `preferred` a login with such a device counts as one factor.',
      ),
  })
  .prefault({})
  .describe(
    'Passkeys (WebAuthn): users add them at `/account/passkeys` and log in with them. The issuer must be https or localhost, and its host a name. Passkeys are bound to that host: if it changes, users must add new ones.',
  )
