import { z } from 'zod'

const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]+$/

const scope = z.strictObject({
  name: z
    .string()
    .regex(scopeToken, 'must have no spaces, quotes or backslashes (RFC 6749 §3.3)')
    .describe('The name that clients ask for.'),
  description: z
    .string()
    .max(300, 'must have 300 characters at most: people read all of it before they agree')
    .default('')
    .describe('What it allows, in words that a person understands: it is on the consent page.'),
})

/** One API. */
export const api = z.strictObject({
  identifier: z
    .string()
    .refine(
      (text) => URL.canParse(text) && !text.includes('#'),
      'must be an absolute URI without fragment (RFC 8707 §2)',
    )
    .describe(
      'An absolute URI: the `resource` of requests and the `aud` of tokens. Case of scheme and host, a default port and the slash of a bare origin make no difference.',
    ),
  name: z.string().min(1).max(100).describe('What people call it.'),
  tokenFormat: z
    .enum(['jwt', 'opaque'])
    .default('jwt')
    .describe(
      '`jwt`: the API verifies tokens by itself, and feels a revocation when the token ends. `opaque`: it asks the server, and feels it at once.',
    ),
  tokenSigningAlg: z.enum(['ES256', 'RS256']).default('ES256').describe('How JWT access tokens are signed.'),
  scopes: z
    .array(scope)
    .default([])
    .describe('The rights there are at this API. One without any is open only to clients whose `apis` name it.'),
  introspectedBy: z
    .array(z.string())
    .default([])
    .describe(
      'Clients that may introspect tokens meant for this API (RFC 7662); a client may always introspect its own.',
    ),
  accessTokenLifetime: z.int().min(1).max(86_400).optional().describe('Seconds. Default: `lifetimes.accessToken`.'),
})

/** The APIs, the default one first. */
export const apis = z
  .array(api)
  .optional()
  .describe(
    'The APIs that tokens are for. A request that names none by `resource` means the first. Left out, those there are stay.',
  )
