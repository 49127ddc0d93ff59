import * as oauth from 'oauth4webapi'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { type TokenSet, toTokenSet } from './token-set.ts'

/**
 * Exchanges a refresh token for new tokens (RFC 6749 §6). A request whose response was lost is sent once more at once, with the same token:
 * the server may have rotated it, and returns the same successor to a prompt retry only. Both share the timeout.
 * @throws ClientError `key_revoked` on invalid_grant, `key_expired` without refresh token, `network`, `oauth`, `unexpected`
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
      const tokens = await oauth.processRefreshTokenResponse(server, client, response)
      return toTokenSet(tokens, held, connection.now())
    },
    connection.timeout / 2,
  )
}
