import { OAuthError, readParameters } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import { authenticateClient, type ClientAuthenticationOptions } from '../client-authentication/authenticate-client.ts'
import { mayRefresh } from '../grants/refresh-token.ts'
import type { ServedIdentity } from '../identity-scopes.ts'
import type { Audit, Clock, Instant, Keys, OAuthStores, TokenFamily } from '../ports.ts'
import { jsonReply, type OAuthRequest, originOf, type Reply } from '../request.ts'
import type { Route } from '../router.ts'
import { findAccessToken } from '../tokens/read-access-token.ts'
import { readRefreshToken } from '../tokens/refresh-token-text.ts'
import { authenticationMetadata } from './authentication-metadata.ts'
import { readForm } from './read-form.ts'

export interface RevokeOptions extends ServedIdentity {
  readonly issuer: string
  readonly clientAuthentication: ClientAuthenticationOptions
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly clock: Clock
  readonly audit: Audit
}

export function revokeRoute(options: RevokeOptions): Route {
  const { clientAuthenticationMethods } = options.clientAuthentication.features
  return {
    path: '/revoke',
    methods: { POST: revokeEndpoint(options) },
    errors: 'json',
    cors: true,
    metadata: { member: 'revocation_endpoint', ...authenticationMetadata(clientAuthenticationMethods) },
  }
}

/**
 * The revocation endpoint (RFC 7009 §2). Revoking a refresh token revokes its token family, access tokens included, and with
 * the last family of an authorization the authorization. An unknown token gets the response of a revoked one (§2.2). The type
 * hint is not needed and so ignored (§2.1).
 */
function revokeEndpoint(options: RevokeOptions): (request: OAuthRequest) => Promise<Reply> {
  return async (request) => {
    const form = await readForm(request)
    const client = await authenticateClient(request, form, options.clientAuthentication)
    const { token } = readParameters(form, { token: 'required' })
    const found = (await findRefresh(token, client, options)) ?? (await findAccess(token, client, options))
    if (found) {
      const { accountId, authorizationId } = found
      const event = { clientId: client.id, accountId, authorizationId, ...originOf(request) }
      const { authorizationRevoked } = await found.revoke(options.clock())
      options.audit.record({ type: 'token.revoked', ...event })
      if (authorizationRevoked) options.audit.record({ type: 'key.given-back', ...event })
    }
    // The body has no meaning (§2.2); it is JSON because some clients parse every response.
    return jsonReply(200, {})
  }
}

/** Whose token it is, and how to revoke it. */
interface Found {
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
  revoke(now: Instant): Promise<{ readonly authorizationRevoked: boolean }>
}

async function findRefresh(text: string, client: Client, { keys, stores }: RevokeOptions): Promise<Found | undefined> {
  const token = readRefreshToken(text, keys)
  const family = token && (await stores.findFamily(token.familyId))
  if (family === undefined) return undefined
  refuseForeign(family.clientId, client)
  return revokeGrant(family, stores)
}

async function findAccess(text: string, client: Client, options: RevokeOptions): Promise<Found | undefined> {
  const token = await findAccessToken(text, options)
  if (token === undefined) return undefined
  refuseForeign(token.clientId, client)
  const { accountId, authorizationId, familyId } = token
  // A client that cannot refresh has no refresh token to revoke the family with.
  const family = familyId === undefined || mayRefresh(client) ? undefined : await options.stores.findFamily(familyId)
  if (family !== undefined) return revokeGrant(family, options.stores)
  return {
    accountId,
    authorizationId,
    async revoke(now) {
      await token.revoke(now)
      return { authorizationRevoked: false }
    },
  }
}

/** Revokes a token family, and its authorization if no other family comes from it (RFC 7009 §2.1: "the underlying authorization grant"). */
function revokeGrant(family: TokenFamily, stores: OAuthStores): Found {
  const { accountId, authorizationId } = family
  return {
    accountId,
    authorizationId,
    revoke: async (now) => ({ authorizationRevoked: await stores.revokeGrant(family, now) }),
  }
}

function refuseForeign(owner: string, client: Client): void {
  if (owner !== client.id) {
    throw new OAuthError('invalid_grant', 'the token was issued to another client', { clause: 'RFC 7009 §2.1' })
  }
}
