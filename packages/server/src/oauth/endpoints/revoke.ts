import { OAuthError, readParameters } from '@valetkey/protocol'
import type { Client } from '../client.ts'
import { authenticateClient, type ClientAuthenticationOptions } from '../client-authentication/authenticate-client.ts'
import type { Audit, Clock, Keys, OAuthStores } from '../ports.ts'
import { jsonReply, type OAuthRequest, originOf, type Reply } from '../request.ts'
import { readAccessToken } from '../tokens/read-access-token.ts'
import { readRefreshToken } from '../tokens/refresh-token.ts'
import { readForm } from './read-form.ts'

/** What the revocation endpoint needs. */
export interface RevokeOptions {
  readonly issuer: string
  readonly clientAuthentication: ClientAuthenticationOptions
  readonly stores: OAuthStores
  readonly keys: Keys
  readonly clock: Clock
  readonly audit: Audit
}

/**
 * Answers the revocation endpoint (RFC 7009 §2). A refresh token takes its whole line with it, access tokens too;
 * an unknown token is answered like a revoked one (§2.2). The type hint is not needed and so ignored (§2.1).
 */
export function revokeEndpoint(options: RevokeOptions): (request: OAuthRequest) => Promise<Reply> {
  return async (request) => {
    const form = await readForm(request)
    const client = await authenticateClient(request, form, options.clientAuthentication)
    const { token } = readParameters(form, { token: 'required' })
    const now = options.clock()
    const revoke = (await findRefresh(token, client, options)) ?? (await findAccess(token, client, options))
    await revoke?.(now)
    if (revoke) options.audit.record({ type: 'token.revoked', clientId: client.id, ...originOf(request) })
    // The body means nothing (§2.2); it is JSON because there are clients that parse every answer.
    return jsonReply(200, {})
  }
}

type Revoke = ((now: number) => Promise<void>) | undefined

async function findRefresh(text: string, client: Client, { keys, stores }: RevokeOptions): Promise<Revoke> {
  const token = readRefreshToken(text, keys)
  const family = token && (await stores.findFamily(token.familyId))
  if (family === undefined) return undefined
  refuseForeign(family.clientId, client)
  return (now) => stores.revokeFamily(family.id, now)
}

async function findAccess(text: string, client: Client, options: RevokeOptions): Promise<Revoke> {
  const token = await readAccessToken(text, options.clock(), options)
  if (token === undefined) return undefined
  refuseForeign(token.clientId, client)
  return token.revoke
}

function refuseForeign(owner: string, client: Client): void {
  if (owner !== client.id) {
    throw new OAuthError('invalid_grant', 'the token was issued to another client', { clause: 'RFC 7009 §2.1' })
  }
}
