import { unknownOptionFault } from '@valetkey/protocol'
import { assertArgument, hasStrings } from './assert-argument.ts'
import { authorizedFetch } from './authorized-fetch.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { originsOf } from './origins.ts'
import { keyRevoked, refresh } from './refresh.ts'
import { singleFlight, waitFor } from './single-flight.ts'
import { isAlive, isFresh, type TokenSet } from './token-set.ts'
import { readUserinfo, type UserinfoClaims } from './userinfo.ts'

/** Where an app stores a user's tokens. */
export interface SessionOptions {
  /** Stores a new token set. Its access token is used only once this has finished. */
  readonly save?: (tokenSet: TokenSet) => void | Promise<void>
  /** Reads the stored token set before a refresh, where other processes may have refreshed meanwhile. */
  readonly load?: () => TokenSet | undefined | Promise<TokenSet | undefined>
  /** Runs a refresh under a lock shared by all processes that use this user's tokens. */
  readonly lock?: (run: () => Promise<void>) => Promise<void>
}

/** One user's tokens. At most one refresh runs at a time. */
export interface Session {
  /** Returns the current tokens. */
  readonly tokenSet: () => TokenSet
  /**
   * Returns a valid access token, refreshed where needed. `signal` ends the wait of this caller only.
   * @throws ClientError `key_revoked`, `key_expired`; after `network`, `oauth` and `unexpected` call again: the refresh token is kept
   */
  readonly accessToken: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<string>
  /**
   * Calls an API with the access token, as `fetch` does: at the origin of the token's `resource`, or one of `allowedOrigins`. A token refused with 401 is refreshed once and the call repeated once.
   * @throws TypeError for any other origin, before anything is sent; ClientError as `accessToken` does, and `insufficient_scope` with the `scope` that the API requires (RFC 6750 §3.1)
   */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
  /**
   * Reads what the server tells of the user now: the claims of the granted scopes (OIDC Core §5.3), about the `sub` of the ID token.
   * @throws TypeError without the scope `openid`; ClientError as `fetch` does, `invalid_id_token` for another user's claims, `unexpected`
   */
  readonly userinfo: () => Promise<UserinfoClaims>
}

/**
 * Creates a session of a token set. `resource` is used for a token set that names none.
 * @throws TypeError if there is no token set, or if its ID token is from another issuer
 */
export function createSession(
  connection: Connection,
  tokenSet: TokenSet,
  options: SessionOptions,
  resource: readonly string[] = [],
): Session {
  assertArgument(
    hasStrings(tokenSet, 'accessToken'),
    'session: no token set: pass the one that callback returned or that save received',
  )
  assertOwn(connection, tokenSet)
  const fault = unknownOptionFault(options, ['save', 'load', 'lock'])
  assertArgument(fault === undefined, `session: ${fault}`)
  const { save, load, lock = (run) => run() } = options
  let current = tokenSet
  let unsaved: TokenSet | undefined
  let gone: ClientError | undefined

  const refreshOnce = async (): Promise<void> => {
    if (gone) throw gone
    if (unsaved === undefined) {
      const stored = await load?.()
      if (stored && stored.accessToken !== current.accessToken) {
        assertOwn(connection, stored)
        current = stored
        if (isFresh(current, connection.now())) return
      }
      unsaved = await refresh(connection, current)
    }
    // New tokens that could not be saved are kept here: a second refresh with the old token could revoke the whole family (RFC 9700 §4.14.2).
    await save?.(unsaved)
    current = unsaved
    unsaved = undefined
  }
  const renew = singleFlight(() =>
    lock(refreshOnce).catch((thrown: unknown) => {
      if (thrown instanceof ClientError && thrown.code === 'key_revoked') gone = thrown
      throw thrown
    }),
  )

  const accessToken: Session['accessToken'] = async ({ signal } = {}) => {
    if (gone) throw gone
    if (isFresh(current, connection.now())) return current.accessToken
    try {
      await waitFor(renew(), signal)
    } catch (thrown) {
      // While the old token is valid, a failed renewal does no harm.
      const harmless = thrown instanceof ClientError && thrown.code !== 'key_revoked'
      if (!harmless || !isAlive(current, connection.now())) throw thrown
    }
    return current.accessToken
  }
  const replace = async (refused: string): Promise<string> => {
    if (current.accessToken !== refused) return accessToken()
    if (current.refreshToken === undefined) {
      gone = keyRevoked({ during: 'api', description: undefined, status: 401 })
      throw gone
    }
    await renew()
    return current.accessToken
  }
  const origins = () => originsOf(current.resource ?? resource, connection.allowedOrigins, connection.issuer)
  return {
    tokenSet: () => current,
    accessToken,
    fetch: (url, init) => authorizedFetch(connection, { origins, accessToken, replace }, url, init),
    userinfo: () => readUserinfo(connection, current, { accessToken, replace }),
  }
}

/** A `sub` of one issuer means nothing at another, and a refresh would send that issuer's token here. */
function assertOwn({ issuer }: Connection, { claims }: TokenSet): void {
  const words = `session: the token set is from ${claims?.iss}, and this client belongs to ${issuer}`
  assertArgument(claims === undefined || claims.iss === issuer, words)
}
