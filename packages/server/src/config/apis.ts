import { z } from 'zod'
import { defaultAccessTokenAlgorithm, signingAlgorithms } from '../oauth/signing-algorithms.ts'
import { claimNames } from './claims.ts'
import { scopeName } from './identity-scopes.ts'
import { translations } from './translations.ts'

const scope = z.strictObject({
  name: scopeName.describe('The scope name that clients request.'),
  description: z
    .string()
    .max(300, 'must have 300 characters at most: users read it before they consent')
    .default('')
    .describe('A description for users, shown on the consent page.'),
  descriptions: translations(300).describe(
    'The description in other languages, by language tag: `{ de: Ihre Kontakte ansehen, fr: Voir vos contacts }`. A page in a language without one shows `description`.',
  ),
  sensitive: z
    .boolean()
    .optional()
    .describe(
      'Whether the scope is sensitive: the pages mark it, it is not ticked at first if other scopes are requested too, and it needs the second factor of the account, or a login within the last 15 minutes if the account has none.',
    ),
  claims: claimNames.optional().describe('Claims of the user that access tokens with this scope carry.'),
})

export const api = z.strictObject({
  identifier: z
    .string()
    .refine(
      (text) => URL.canParse(text) && !text.includes('#'),
      'must be an absolute URI without fragment (RFC 8707 §2)',
    )
    .describe(
      'An absolute URI: the `resource` of requests and the `aud` of tokens. The case of scheme and host, a default port, and a trailing slash after the host are ignored in comparisons.',
    ),
  name: z.string().min(1).max(100).describe('The display name.'),
  names: translations(100).describe('The display name in other languages, by language tag: `{ de: Kontakte }`.'),
  tokenFormat: z
    .enum(['jwt', 'opaque'])
    .default('jwt')
    .describe(
      '`jwt`: the API verifies tokens itself, and a revocation takes effect when the token expires. `opaque`: the API introspects tokens, and a revocation takes effect at once.',
    ),
  tokenSigningAlg: z
    .enum(signingAlgorithms)
    .default(defaultAccessTokenAlgorithm)
    .describe('The signing algorithm of JWT access tokens.'),
  scopes: z
    .array(scope)
    .default([])
    .describe('The scopes of this API. An API without scopes is open only to clients that list it in `apis`.'),
  claims: claimNames
    .optional()
    .describe('Claims of the user that every access token for this API carries, in a JWT and in introspection.'),
  introspectedBy: z
    .array(z.string())
    .default([])
    .describe(
      'Clients that may introspect tokens issued for this API (RFC 7662); a client may always introspect its own.',
    ),
  accessTokenLifetime: z.int().min(1).max(86_400).optional().describe('Seconds. Default: `lifetimes.accessToken`.'),
})

/** The APIs, the default one first. */
export const apis = z
  .array(api)
  .optional()
  .describe(
    'The APIs for which tokens are issued. A request without `resource` is for the first one. If left out, existing APIs are kept.',
  )
