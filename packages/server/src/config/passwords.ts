import { z } from 'zod'

/** What the operator demands of passwords (NIST SP 800-63B-4 §3.1.1.2). */
export const passwords = z
  .strictObject({
    minimum: z
      .int('must be a whole number of characters, such as 8 or 15')
      .min(8, 'must be 8 or more: shorter passwords are guessed (NIST SP 800-63B-4 §3.1.1.2)')
      .max(64, 'must be 64 or less, so that every password manager can make one (NIST SP 800-63B-4 §3.1.1.2)')
      .default(8)
      .describe(
        'The minimum length of a password that is the only factor; NIST SP 800-63B-4 §3.1.1.2 requires 15 characters. For an account with a second factor the minimum is 8. Existing passwords stay valid.',
      ),
  })
  .prefault({})
  .describe(
    'Requirements for new passwords, wherever they are set. There are no rules about kinds of characters. Common passwords, and those made of the service’s or the user’s names, are rejected.',
  )
