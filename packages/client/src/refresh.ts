import * as oauth from 'oauth4webapi'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { takeIdToken, verifyRefreshedIdToken } from './id-token.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

/**
 * Exchanges a refresh token for new tokens (RFC 6749 §6). A request whose response was lost is sent once more at once, with the same token:
 * the server may have rotated it, and returns the same successor to a prompt retry only. Both share the timeout.
 * @throws ClientError `key_revoked` on invalid_grant, `key_expired` without refresh token, `network`, `oauth`, `unexpected`, `invalid_id_token`
 */
export async function refresh(connection: Connection, held: TokenSet): Promise<TokenSet> {
  const { refreshToken } = held
  if (refreshToken === undefined) {
    const words = 'refresh: the access token has expired and there is no refresh token; authorize again'
    throw new ClientError('key_expired', words, { during: 'refresh' })
  }
  try {
    return await request(connection, held, refreshToken).catch((thrown: unknown) => {
      const lost = thrown instanceof ClientError && thrown.code === 'network' && thrown.during === 'refresh'
      if (!lost) throw thrown
      return request(connection, held, refreshToken)
    })
  } catch (thrown) {
    throw thrown instanceof ClientError && thrown.error === 'invalid_grant' ? keyRevoked(thrown) : thrown
  }
}

/** The authorization was revoked or has expired, so the user must authorize again (RFC 6749 §5.2). */
export function keyRevoked({ during, description, status }: Pick<ClientError, 'during' | 'description' | 'status'>) {
  return new ClientError(
    'key_revoked',
    `${during}: the authorization was revoked or has expired; send the user to authorize again`,
    {
      during,
      error: during === 'api' ? 'invalid_token' : 'invalid_grant',
      description,
      status,
    },
  )
}

function request(connection: Connection, held: TokenSet, refreshToken: string): Promise<TokenSet> {
  return connection.ask(
    'refresh',
    async ({ server, client, authentication, options }) => {
      const additionalParameters = (held.resource ?? []).map((value) => ['resource', value])
      const response = await oauth.refreshTokenGrantRequest(server, client, authentication, refreshToken, {
        ...options,
        additionalParameters,
      })
      const { rest, idToken } = await takeIdToken(response)
      const tokens = await oauth.processRefreshTokenResponse(server, client, rest)
      return withIdToken(connection, toTokenSet(tokens, held, connection.now()), idToken, held)
    },
    connection.timeout / 2,
  )
}

/** Adds the new ID token, if there is one; otherwise the earlier one stays, which remains the hint for `logoutUrl`. */
async function withIdToken(
  connection: Connection,
  fresh: TokenSet,
  idToken: unknown,
  { idToken: earlier, claims: before }: TokenSet,
): Promise<TokenSet> {
  if (before === undefined || earlier === undefined) return fresh
  const kept = { ...fresh, idToken: earlier, claims: before }
  if (typeof idToken !== 'string') return kept
  try {
    return { ...fresh, idToken, claims: await verifyRefreshedIdToken(connection, idToken, before, fresh.accessToken) }
  } catch (thrown) {
    // The refresh token may be rotated: an outage of the keys must not lose its successor.
    if (thrown instanceof ClientError && thrown.code !== 'invalid_id_token') return kept
    throw thrown
  }
}
