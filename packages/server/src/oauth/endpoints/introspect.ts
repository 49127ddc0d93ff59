import { formatScope, OAuthError, readParameters } from '@valetkey/protocol'
import type { Api } from '../api.ts'
import { type Client, isPublic } from '../client.ts'
import { authenticateClient, type ClientAuthenticationOptions } from '../client-authentication/authenticate-client.ts'
import type { Clock, Keys, OAuthStores, Usage } from '../ports.ts'
import { jsonReply, type OAuthRequest, type Reply } from '../request.ts'
import { type Rights, scopeOf } from '../rights.ts'
import { type ActiveToken, readAccessToken } from '../tokens/read-access-token.ts'
import { readActiveRefreshToken } from '../tokens/read-refresh-token.ts'
import { isRefreshToken } from '../tokens/refresh-token.ts'
import { readForm } from './read-form.ts'

/** What the introspection endpoint needs. */
export interface IntrospectOptions {
  readonly issuer: string
  readonly clientAuthentication: ClientAuthenticationOptions
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly clock: Clock
  readonly usage: Usage
  readonly idleSeconds: number
}

const inactive = { active: false }

/**
 * Answers the introspection endpoint (RFC 7662 §2): to a token's own client, and to the clients that an API
 * names in `introspectedBy`, about tokens meant for that API and no others (§4: token scanning).
 */
export function introspectEndpoint(options: IntrospectOptions): (request: OAuthRequest) => Promise<Reply> {
  const { stores, clock, usage } = options
  return async (request) => {
    const form = await readForm(request)
    const client = await authenticateClient(request, form, options.clientAuthentication)
    if (isPublic(client)) {
      throw new OAuthError('invalid_client', 'a public client may not introspect', { clause: 'RFC 7662 §2.1' })
    }
    const { token } = readParameters(form, { token: 'required' })
    const now = clock()
    if (isRefreshToken(token)) {
      const family = await readActiveRefreshToken(token, now, options)
      return jsonReply(200, family?.clientId === client.id ? { active: true, ...family.response } : inactive)
    }
    const active = await readAccessToken(token, now, options)
    if (active === undefined) return jsonReply(200, inactive)
    const rights = visibleRights(active, client, await stores.listApis())
    if (rights === undefined) return jsonReply(200, inactive)
    if (active.authorizationId !== undefined && active.clientId !== client.id) usage.note(active.authorizationId, now)
    return jsonReply(200, toResponse(active, rights, options.issuer))
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

function toResponse(token: ActiveToken, rights: Rights, issuer: string): object {
  const audience = rights.map((right) => right.resource)
  const scope = formatScope(scopeOf(rights))
  return {
    active: true,
    iss: issuer,
    client_id: token.clientId,
    sub: token.accountId ?? token.clientId,
    username: token.username,
    aud: audience.length === 1 ? audience[0] : audience,
    ...(scope === '' ? {} : { scope }),
    token_type: 'Bearer',
    iat: Math.floor(token.issuedAt / 1000),
    exp: Math.floor(token.expiresAt / 1000),
    jti: token.id,
  }
}
