import { z } from 'zod'
import { standardFeatures } from '../oauth/features.ts'
import { defaultAuthenticationMethod, defaultGrantTypes } from '../oauth/registration-defaults.ts'
import { claimNames } from './claims.ts'
import { openIdMembers } from './openid-members.ts'

const severalNames = 'must be one text with spaces between names, such as read create'

const { clientAuthenticationMethods, insecureOptions, responseModes, responseTypes } = standardFeatures

/** Other keys are those that an embedding application adds: the check of the complete registration knows them. */
const dangerously = z
  .object(
    Object.fromEntries(
      insecureOptions.map(({ option, cost, clause }) => [
        option,
        z.boolean().optional().describe(`Insecure: ${cost} (${clause}).`),
      ]),
    ),
  )
  .catchall(z.boolean())
  .optional()
  .describe('Features that OAuth 2.1 forbids, enabled for this client only.')

const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``)
const modeNames = codes(responseModes.map((mode) => mode.name)).join(', ')
const defaultModes = responseTypes.map((type) => `\`${type.defaultMode.name}\` for \`${type.name}\``).join(', ')
const keepers = codes(clientAuthenticationMethods.filter((method) => method.keepsSecret).map((method) => method.name))
const methodNames = codes(clientAuthenticationMethods.map((method) => method.name))
const [withSecret, withoutSecret] = [defaultAuthenticationMethod(true), defaultAuthenticationMethod(false)]

/** One client, with the names of RFC 7591. */
export const client = z.strictObject({
  client_id: z
    .string()
    .min(1)
    .max(500)
    .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII (RFC 6749 Appendix A.1)')
    .describe('The client’s identifier.'),
  client_secret: z
    .string()
    .min(1)
    .max(1000)
    .optional()
    .describe(
      `The client secret, stored as a hash (encrypted for ${keepers.join(', ')}). Leave it out for a public client or one with keys.`,
    ),
  client_secret_file: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Instead of `client_secret`: a file that holds it, relative to the folder of this one. One line break at its end does not count.',
    ),
  client_secret_hash: z
    .string()
    .regex(
      /^(?:sha256:[A-Za-z0-9_-]{43}|\$argon2id\$v=19\$.+)$/,
      'must be an argon2id hash in PHC form, or sha256: as the database holds a secret of 256 random bits',
    )
    .optional()
    .describe('Instead of `client_secret`: its argon2id hash in PHC form.'),
  client_name: z.string().min(1).max(200).optional().describe('The display name. Default: the `client_id`.'),
  client_uri: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      'The home page. “My keys” links to it, and so does the page of an expired request if there is no `initiate_login_uri`.',
    ),
  ...openIdMembers,
  id_token_claims: claimNames
    .optional()
    .describe('Claims of the user that its ID tokens carry, each only if a granted identity scope includes it.'),
  redirect_uris: z.array(z.string()).optional().describe('The redirect URIs in full; compared character by character.'),
  grant_types: z
    .array(z.string())
    .optional()
    .describe(`The grant types it may use. Default: \`[${defaultGrantTypes.join(', ')}]\`.`),
  response_types: z
    .array(z.string())
    .optional()
    .describe('The response types it may use. Default: derived from `grant_types`.'),
  response_modes: z
    .array(z.string())
    .optional()
    .describe(
      `The response modes it may use: ${modeNames}. The default of a response type is always allowed: ${defaultModes}. Default: no other.`,
    ),
  token_endpoint_auth_method: z
    .string()
    .optional()
    .describe(
      `${methodNames.slice(0, -1).join(', ')} or ${methodNames.at(-1)}. Default: \`${withSecret}\` with a secret, \`${withoutSecret}\` without.`,
    ),
  application_type: z
    .enum(['web', 'native'])
    .optional()
    .describe('`native`: loopback redirects on any port (RFC 8252 §7.3). Default: by its redirects and secret.'),
  scope: z
    .string({ error: ({ input }) => (Array.isArray(input) ? severalNames : undefined) })
    .optional()
    .describe(
      'The scopes it may request, separated by spaces, at every API that defines them. It may not use an API that defines none of them.',
    ),
  apis: z
    .array(z.strictObject({ identifier: z.string(), scope: z.string().optional() }))
    .optional()
    .describe(
      'The scopes it may request, per API; `scope` is then ignored. The first API is the default. `{ identifier }` alone lets it use an API without scopes.',
    ),
  skip_confirmation_for_native: z
    .boolean()
    .optional()
    .describe(
      'For a client without a secret whose redirect URI is on loopback or under a private scheme: skips the confirmation page if everything requested was allowed before. Any program on the device that imitates the client then gets a response too (RFC 8252 §8.6). Default: the user confirms each request with a click.',
    ),
  require_second_factor: z
    .boolean()
    .optional()
    .describe(
      'Whether its users need a session with two factors: they use the second factor, or set it up, before the client gets a response. The password grant is rejected.',
    ),
  disabled: z.boolean().optional().describe('Disables the client: its requests and tokens are refused.'),
  dangerously_allow_http_redirects: z
    .boolean()
    .optional()
    .describe(
      'Redirects by plain http to private addresses (`http://192.168.1.5/cb`) and local names (`http://nas.local/cb`): anybody in that network can read the code (RFC 9700 §2.6).',
    ),
  dangerously,
})

export const clients = z
  .array(client)
  .optional()
  .describe('The clients: applications that request tokens. If left out, existing clients are kept.')
