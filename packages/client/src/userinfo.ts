import { authorizedFetch, type TokenHolder } from './authorized-fetch.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { limitResponse } from './limit-response.ts'
import { unreachable } from './to-client-error.ts'
import type { TokenSet } from './token-set.ts'

/** Claims about the user, as they are on the wire (OIDC Core §5.1). Those of `sub` apart, their types are what the server sent. */
export interface UserinfoClaims {
  readonly sub: string
  readonly [claim: string]: unknown
}

/**
 * Reads the UserInfo endpoint: what the granted scopes tell of the user, as of now (OIDC Core §5.3). `sub` must be the one of the ID
 * token, so that no other user's claims are taken for this one's (§5.3.2).
 * @throws TypeError if there is no ID token to compare with; ClientError `invalid_id_token` for another `sub`, `unexpected`, and those of `Session.fetch`
 */
export async function readUserinfo(
  connection: Connection,
  { claims }: Pick<TokenSet, 'claims'>,
  holder: Omit<TokenHolder, 'origins'>,
): Promise<UserinfoClaims> {
  const during = 'userinfo'
  if (claims === undefined) throw new TypeError('userinfo: the session has no ID token: request the scope openid')
  const url = await connection.ask(during, async ({ server: { userinfo_endpoint: endpoint } }) => {
    if (endpoint === undefined)
      throw new ClientError('unexpected', 'userinfo: the server has no userinfo_endpoint', { during })
    connection.assertServerEndpoint(endpoint)
    return new URL(endpoint)
  })
  const origins = new Set([url.origin])
  const init = {
    headers: { accept: 'application/json' },
    redirect: 'manual',
    signal: AbortSignal.timeout(connection.timeout),
  } satisfies RequestInit
  const response = limitResponse(
    await authorizedFetch(connection, { ...holder, origins: () => origins }, url, init),
    during,
  )
  const { status } = response
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? 'none'
  if (status !== 200 || type !== 'application/json') {
    await response.body?.cancel().catch(() => {})
    const isJwt = type === 'application/jwt'
    const advice = isJwt
      ? ': register the client without userinfo_signed_response_alg and userinfo_encrypted_response_alg'
      : ''
    const words = `userinfo: the response has status ${status} and content type ${type}${advice}`
    throw new ClientError('unexpected', words, { during, status })
  }
  const body: unknown = await response.json().catch((thrown: unknown) => {
    if (!(thrown instanceof SyntaxError)) throw unreachable(thrown, during)
  })
  if (!isUserinfo(body))
    throw new ClientError('unexpected', 'userinfo: the response has no sub (OIDC Core §5.3.2)', { during, status })
  if (body.sub !== claims.sub) {
    const words =
      'userinfo: sub is not the one of the ID token, so the claims are about another user (OIDC Core §5.3.2)'
    throw new ClientError('invalid_id_token', words, { during, status })
  }
  return body
}

function isUserinfo(body: unknown): body is UserinfoClaims {
  return typeof body === 'object' && body !== null && 'sub' in body && typeof body.sub === 'string'
}
