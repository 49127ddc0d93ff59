import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import type { TokenSet } from './token-set.ts'
import { tolerance, verifyToken } from './verify-token.ts'

/** A verified logout token: which sessions to end. It has `sid`, `sub` or both (OIDC Back-Channel Logout §2.4). */
export interface LogoutToken {
  readonly iss: string
  readonly sub?: string
  readonly sid?: string
  readonly jti: string
  readonly iat: number
  readonly exp: number
}

/** Remembers which logout tokens were used. */
export interface UsedLogoutTokens {
  /** Whether this is the first use of a `jti`; from now on it is used until `expiresAt`. Times are in seconds since 1970. */
  readonly use: (jti: string, expiresAt: number, now: number) => boolean
}

const event = 'http://schemas.openid.net/event/backchannel-logout'
const mostCharacters = 20_000
const mostRemembered = 10_000

/**
 * Verifies a logout token that the server sent to `backchannel_logout_uri` (OIDC Back-Channel Logout §2.6). Each is accepted once. Which of your
 * sessions it is about, `isLoggedOutBy` decides.
 * @throws ClientError `invalid_logout_token`: respond with 400; `network` or `unexpected` if the keys cannot be fetched
 */
export async function verifyLogoutToken(
  connection: Connection,
  token: string | null | undefined,
  used: UsedLogoutTokens,
): Promise<LogoutToken> {
  if (typeof token !== 'string' || token === '') throw refuse('logout_token is missing from the form (§2.5)')
  if (token.length > mostCharacters) throw refuse(`it has more than ${mostCharacters} characters`)
  const kind = { types: ['logout+jwt', 'jwt'], requiredClaims: ['jti', 'events'], refuse }
  const { iss, iat, exp, sub, sid, jti, events, ...others } = await verifyToken(connection, token, kind)
  for (const [name, value] of Object.entries({ sub, sid, jti })) {
    if (value !== undefined && (typeof value !== 'string' || value === '')) throw refuse(`${name} is not a text`)
  }
  if (sub === undefined && sid === undefined) throw refuse('it has neither sub nor sid (§2.6, step 5)')
  if (!isLogout(events)) throw refuse('events lacks the logout event (§2.6, step 6)')
  if ('nonce' in others) throw refuse('it has a nonce, so it is an ID token (§2.6, step 7)')
  if (jti === undefined) throw refuse('jti is missing (§2.4)')
  if (!used.use(jti, exp + tolerance, connection.now())) throw refuse('it was used before (§2.6, step 8)')
  return { iss, jti, iat, exp, ...(sub !== undefined && { sub }), ...(typeof sid === 'string' && { sid }) }
}

/**
 * Whether a logout ends the session with these tokens: issuer, session and user must be the ones of its ID token, as far as the
 * logout token names them (OIDC Back-Channel Logout §2.6, steps 9 and 10; §2.7). If the ID token has no `sid`, `sub` is compared.
 */
export function isLoggedOutBy({ claims }: Pick<TokenSet, 'claims'>, { iss, sid, sub }: LogoutToken): boolean {
  if (claims === undefined || claims.iss !== iss) return false
  const isOwnUser = sub === undefined || claims.sub === sub
  // If the ID token has no sid, any session of the user may be meant: one logout too many is harmless, one too few is not.
  const isOwnSession = sid === undefined || (claims.sid === undefined ? sub !== undefined : claims.sid === sid)
  return isOwnUser && isOwnSession
}

/** Keeps each `jti` until its token has expired; only tokens that the server signed get here, and the oldest of too many is dropped. */
export function createUsedLogoutTokens(): UsedLogoutTokens {
  const expiries = new Map<string, number>()
  return {
    use: (jti, expiresAt, now) => {
      const last = expiries.get(jti)
      if (last !== undefined && now < last) return false
      expiries.delete(jti)
      expiries.set(jti, expiresAt)
      for (const [oldest, expiry] of expiries) {
        if (expiries.size <= mostRemembered && now < expiry) break
        expiries.delete(oldest)
      }
      return true
    },
  }
}

function isLogout(events: unknown): boolean {
  if (typeof events !== 'object' || events === null) return false
  const value: unknown = Reflect.get(events, event)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(reason: string): ClientError {
  const words = `logout: the logout token is refused: ${reason} (OIDC Back-Channel Logout)`
  return new ClientError('invalid_logout_token', words, { during: 'logout' })
}
