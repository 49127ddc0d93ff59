import * as oauth from 'oauth4webapi'
import { assertArgument, hasStrings } from './assert-argument.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import type { TokenSet } from './token-set.ts'

/** Revokes the refresh token first, then the access token, which some servers leave valid (RFC 7009 §2.1). */
export async function revoke(connection: Connection, tokenSet: Pick<TokenSet, 'accessToken' | 'refreshToken'>) {
  assertArgument(
    hasStrings(tokenSet, 'accessToken'),
    'revoke: no token set: give what callback answered, or what save was given',
  )
  if (tokenSet.refreshToken !== undefined) await revokeOne(connection, tokenSet.refreshToken, 'refresh_token')
  try {
    await revokeOne(connection, tokenSet.accessToken, 'access_token')
  } catch (thrown) {
    // A server may be unable to revoke self-contained tokens (RFC 7009 §2.2.1): they expire by themselves.
    if (!(thrown instanceof ClientError && thrown.error === 'unsupported_token_type')) throw thrown
  }
}

function revokeOne(connection: Connection, token: string, hint: string): Promise<void> {
  return connection.ask('revocation', async ({ server, client, authentication, options }) => {
    const additionalParameters = { token_type_hint: hint }
    const asked = { ...options, additionalParameters }
    const response = await oauth.revocationRequest(server, client, authentication, token, asked)
    await oauth.processRevocationResponse(response)
    await response.body?.cancel().catch(() => {})
  })
}
