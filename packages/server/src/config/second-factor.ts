import { z } from 'zod'

export const secondFactor = z
  .strictObject({
    required: z
      .boolean()
      .default(false)
      .describe('Whether every account needs a second factor. Users without one set it up when they next log in.'),
  })
  .prefault({})
  .describe(
    'The second step of a login: a code from an authenticator app (TOTP), a recovery code or a passkey. Users turn it on in _My account_.',
  )
