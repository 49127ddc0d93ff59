import { formatScope, OAuthError, readParameters } from '@valetkey/protocol'
import type { Api } from '../api.ts'
import { type Client, isPublic } from '../client.ts'
import { authenticateClient, type ClientAuthenticationOptions } from '../client-authentication/authenticate-client.ts'
import type { ServedIdentity } from '../identity-scopes.ts'
import type { Clock, Keys, OAuthStores, Usage } from '../ports.ts'
import { jsonReply, type OAuthRequest, type Reply } from '../request.ts'
import { type Rights, scopeOf } from '../rights.ts'
import type { Route } from '../router.ts'
import { audienceOf } from '../tokens/audience.ts'
import { type ActiveToken, readAccessToken } from '../tokens/read-access-token.ts'
import { readActiveRefreshToken } from '../tokens/read-active-refresh-token.ts'
import { isRefreshToken } from '../tokens/refresh-token-text.ts'
import { authenticationMetadata } from './authentication-metadata.ts'
import { readForm } from './read-form.ts'

export interface IntrospectOptions extends ServedIdentity {
  readonly issuer: string
  readonly clientAuthentication: ClientAuthenticationOptions
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly clock: Clock
  readonly usage: Usage
  readonly idleSeconds: number
  readonly graceSeconds: number
  /** Tells the operator, in the log, what the caller may not learn. */
  readonly warn: (words: string) => void
}

const inactive = { active: false }

export function introspectRoute(options: IntrospectOptions): Route {
  const confidential = options.clientAuthentication.features.clientAuthenticationMethods.filter(
    (method) => method.isConfidential,
  )
  return {
    path: '/introspect',
    methods: { POST: introspectEndpoint(options) },
    errors: 'json',
    cors: false,
    metadata: { member: 'introspection_endpoint', ...authenticationMetadata(confidential) },
  }
}

/**
 * The introspection endpoint (RFC 7662 §2): for a token's own client, and for the clients that an API
 * names in `introspectedBy`, about tokens meant for that API and no others (§4: token scanning).
 */
function introspectEndpoint(options: IntrospectOptions): (request: OAuthRequest) => Promise<Reply> {
  const { stores, clock, usage } = options
  const noteUnnamed = createUnnamedNote(options.warn)
  return async (request) => {
    const form = await readForm(request)
    const client = await authenticateClient(request, form, options.clientAuthentication)
    if (isPublic(client)) {
      throw new OAuthError('invalid_client', 'a public client may not introspect tokens', { clause: 'RFC 7662 §2.1' })
    }
    const { token } = readParameters(form, { token: 'required' })
    const now = clock()
    if (isRefreshToken(token)) {
      const family = await readActiveRefreshToken(token, now, options)
      return jsonReply(200, family?.clientId === client.id ? { active: true, ...family.response } : inactive)
    }
    const active = await readAccessToken(token, now, options)
    if (active === undefined) return jsonReply(200, inactive)
    const apis = await stores.listApis()
    const rights = visibleRights(active, client, apis)
    if (rights === undefined) {
      for (const { identifier } of apis) {
        if (active.rights.some(({ resource }) => resource === identifier)) noteUnnamed(client.id, identifier)
      }
      return jsonReply(200, inactive)
    }
    if (active.authorizationId !== undefined && active.clientId !== client.id) usage.note(active.authorizationId, now)
    return jsonReply(200, toResponse(active, rights, { issuer: options.issuer, apis }))
  }
}

/** Pairs of client and API that are logged: each takes a client that holds valid tokens of others. */
const mostNoted = 1_000

/** Creates the warning, once per client and API, about a client that is missing in `introspectedBy`: it sees all tokens as inactive. */
function createUnnamedNote(warn: IntrospectOptions['warn']): (clientId: string, api: string) => void {
  const noted = new Set<string>()
  return (clientId, api) => {
    const words = `client ${clientId} introspected a token for ${api}, whose introspectedBy does not list it`
    if (noted.has(words) || noted.size >= mostNoted) return
    noted.add(words)
    warn(words)
  }
}

/** What a client may learn: its own tokens whole, others' tokens as far as they are for APIs that it serves. */
function visibleRights(token: ActiveToken, client: Client, apis: readonly Api[]): Rights | undefined {
  if (token.clientId === client.id) return token.rights
  const served = token.rights.filter(({ resource }) =>
    apis.some((api) => api.identifier === resource && api.introspectedBy.includes(client.id)),
  )
  return served.length === 0 ? undefined : served
}

function toResponse(
  token: ActiveToken,
  rights: Rights,
  catalog: { readonly issuer: string; readonly apis: readonly Api[] },
): object {
  const scope = formatScope(scopeOf(rights))
  return {
    ...token.claims,
    active: true,
    iss: catalog.issuer,
    client_id: token.clientId,
    sub: token.subject,
    username: token.username,
    aud: audienceOf(rights, catalog),
    ...(scope === '' ? {} : { scope }),
    token_type: 'Bearer',
    iat: Math.floor(token.issuedAt / 1000),
    exp: Math.floor(token.expiresAt / 1000),
    jti: token.id,
  }
}
