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
        'The fewest characters of a password that is the only factor; 15 is what NIST SP 800-63B-4 §3.1.1.2 requires. An account with a second factor may have one of 8. Passwords that are already set stay valid.',
      ),
  })
  .prefault({})
  .describe(
    'What a new password must be, wherever it is set. There are no rules about kinds of characters. Common passwords, and those made of the service’s or the user’s own names, are refused.',
  )
