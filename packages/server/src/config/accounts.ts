import { z } from 'zod'

/** One person, with the claim names of OpenID Connect Core §5.1. */
export const account = z.strictObject({
  username: z.string().min(1).max(200).describe('The name to log in with.'),
  password: z.string().min(1).max(1000).optional().describe('The password; kept as an argon2id hash.'),
  password_hash: z
    .string()
    .regex(/^\$argon2id\$/, 'must be an argon2id hash in PHC form')
    .optional()
    .describe('Instead of `password`: its argon2id hash.'),
  disabled: z.boolean().optional().describe('Nobody can log in, and every key of this person is dead.'),
  name: z.string().optional().describe('The full name.'),
  given_name: z.string().optional(),
  family_name: z.string().optional(),
  nickname: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.email().optional().describe('The e-mail address.'),
  email_verified: z.boolean().optional().describe('Whether the address is known to be theirs.'),
  phone_number: z.string().optional(),
  phone_number_verified: z.boolean().optional(),
  picture: z.string().optional(),
  profile: z.string().optional(),
  website: z.string().optional(),
  gender: z.string().optional(),
  birthdate: z.string().optional(),
  zoneinfo: z.string().optional(),
  locale: z.string().optional(),
})

/** The people. */
export const accounts = z.array(account).default([]).describe('The people who can log in.')
