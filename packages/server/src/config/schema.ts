import { z } from 'zod'
import { accountDeletion } from './account-deletion.ts'
import { accounts } from './accounts.ts'
import { apis } from './apis.ts'
import { audit, metrics } from './audit-and-metrics.ts'
import { brand } from './brand.ts'
import { clients } from './clients.ts'
import { database } from './database.ts'
import { dynamicClients, registration } from './dynamic-clients.ts'
import { hsts } from './hsts.ts'
import { identityScopes } from './identity-scopes.ts'
import { issuer } from './issuer.ts'
import { keys } from './keys.ts'
import { languages } from './languages.ts'
import { ldap } from './ldap.ts'
import { lifetimes } from './lifetimes.ts'
import { listen, tls } from './listen.ts'
import { mail } from './mail.ts'
import { outbound } from './outbound.ts'
import { passkeys } from './passkeys.ts'
import { passwords } from './passwords.ts'
import { playground } from './playground.ts'
import { secondFactor } from './second-factor.ts'
import { sessionManagement } from './session-management.ts'
import { signUp, terms } from './sign-up.ts'
import { upstream } from './upstream.ts'
import { userProfile } from './user-profile.ts'

const members = z.strictObject({
  source: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe(
      'The name that identifies this file as the owner of its entries: applying it does not change or remove entries of other files. Default: the base name of the file, such as `valetkey.yaml`, in any folder.',
    ),
  issuer,
  listen,
  tls,
  hsts,
  database,
  secret: z
    .string()
    .min(16, 'must have 16 characters or more: use the output of `openssl rand -base64 32`')
    .optional()
    .describe(
      'Encrypts signing keys at rest and derives refresh tokens. Prefer `VALETKEY_SECRET` or `VALETKEY_SECRET_FILE`. With an issuer on localhost, one is generated in a file next to the database.',
    ),
  secret_file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Instead of `secret`: a file that contains it, relative to the folder of this file. One line break at its end is ignored.',
    ),
  profile: z
    .enum(['default'])
    .default('default')
    .describe('The security profile. `default`: OAuth 2.1. Other values are reserved.'),
  outbound,
  mail,
  secondFactor,
  sessionManagement,
  passkeys,
  registration,
  dynamicClients,
  dpop: z
    .strictObject({ requireNonce: z.literal(false).default(false).describe('Reserved, without effect yet.') })
    .prefault({})
    .describe('Reserved for proof of possession (RFC 9449).'),
  lifetimes,
  keys,
  audit,
  metrics,
  passwords,
  ldap,
  userProfile,
  signUp,
  terms,
  accountDeletion,
  brand,
  languages,
  identityScopes,
  playground,
  upstream,
  apis,
  clients,
  accounts,
})

/** The schema of the configuration file; each option has its default and its description. */
export const configSchema = members.superRefine(({ identityScopes: own = [], apis: all = [] }, context) => {
  const taken = new Set(own.map(({ name }) => name))
  for (const [at, { scopes }] of all.entries()) {
    for (const [place, { name }] of scopes.entries()) {
      if (!taken.has(name)) continue
      const message = `must not be the name of a scope in identityScopes: requests for ${name} would get that one`
      context.addIssue({ code: 'custom', path: ['apis', at, 'scopes', place, 'name'], message })
    }
  }
})

/** A parsed configuration file with its defaults. */
export type FileConfig = z.output<typeof configSchema>

/** One client in the file. */
export type ClientConfig = NonNullable<FileConfig['clients']>[number]

/** One API in the file. */
export type ApiConfig = NonNullable<FileConfig['apis']>[number]

/** One account in the file. */
export type AccountConfig = NonNullable<FileConfig['accounts']>[number]
