import { z } from 'zod'
import { furtherClaims } from './claims.ts'

/** A claim of OIDC Core §5.1, by the scope that asks for it. */
const claim = (scope: string) =>
  z.string().max(2000).optional().describe(`Returned to clients with the scope \`${scope}\`.`)
const text = z.string().max(2000).optional()

/** A postal address (OIDC Core §5.1.1). */
const address = z
  .strictObject({
    formatted: text,
    street_address: text,
    locality: text,
    region: text,
    postal_code: text,
    country: text,
  })
  .optional()
  .describe('The postal address. Returned to clients with the scope `address`.')

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
  name: z
    .string()
    .max(2000)
    .optional()
    .describe('The full name, shown on the pages and returned with the scope `profile`.'),
  given_name: claim('profile'),
  family_name: claim('profile'),
  middle_name: claim('profile'),
  nickname: claim('profile'),
  preferred_username: claim('profile'),
  email: z
    .string()
    .max(320)
    .regex(emailAddress, 'must be an e-mail address such as alice@example.com')
    .optional()
    .describe('The e-mail address. Returned to clients with the scope `email`.'),
  email_verified: z
    .boolean()
    .optional()
    .describe('Whether the e-mail address is verified. Returned to clients with the scope `email`.'),
  phone_number: claim('phone'),
  phone_number_verified: z
    .boolean()
    .optional()
    .describe('Whether the phone number is verified. Returned to clients with the scope `phone`.'),
  address,
  picture: claim('profile'),
  profile: claim('profile'),
  website: claim('profile'),
  gender: claim('profile'),
  birthdate: claim('profile'),
  zoneinfo: claim('profile'),
  locale: claim('profile'),
  claims: furtherClaims,
})

export const accounts = z
  .array(account)
  .optional()
  .describe('The accounts of users. If left out, existing accounts are kept.')
