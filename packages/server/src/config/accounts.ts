import { z } from 'zod'

const keptOnly = 'Reserved: stored, but not returned to clients yet.'
const claim = z.string().optional().describe(keptOnly)

/** An address according to RFC 6531: letters of every script before and after the @. */
const emailAddress =
  /^(?!\.)(?!.*\.\.)(?!.*\.@)[^\s\p{C}@<>()[\]\\,;:"]+@(?:[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}]$/u

/** One account, with the claim names of OpenID Connect Core §5.1. */
export const account = z.strictObject({
  username: z.string().min(1).max(200).describe('The username.'),
  password: z.string().min(1).max(1000).optional().describe('The password; kept as an argon2id hash.'),
  password_file: z
    .string()
    .min(1)
    .optional()
    .describe('Instead of `password`: a file that holds it, relative to the folder of this one.'),
  password_hash: z
    .string()
    .regex(/^\$argon2id\$/, 'must be an argon2id hash in PHC form')
    .optional()
    .describe('Instead of `password`: its argon2id hash.'),
  disabled: z.boolean().optional().describe('Disables the account: logins and all its tokens are refused.'),
  name: z.string().optional().describe('The full name, shown on the pages.'),
  given_name: claim,
  family_name: claim,
  nickname: claim,
  preferred_username: claim,
  email: z
    .string()
    .max(320)
    .regex(emailAddress, 'must be an e-mail address such as alice@example.com')
    .optional()
    .describe('The e-mail address. Reserved: stored, but not returned to clients yet.'),
  email_verified: z
    .boolean()
    .optional()
    .describe('Whether the address is verified. Reserved: stored, but not returned to clients yet.'),
  phone_number: claim,
  phone_number_verified: z.boolean().optional().describe(keptOnly),
  picture: claim,
  profile: claim,
  website: claim,
  gender: claim,
  birthdate: claim,
  zoneinfo: claim,
  locale: claim,
})

export const accounts = z
  .array(account)
  .optional()
  .describe('The accounts of users. If left out, existing accounts are kept.')
