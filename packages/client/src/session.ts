import { unknownOptionFault } from '@valetkey/protocol'
import { authorizedFetch } from './authorized-fetch.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { hasTexts, need } from './need.ts'
import { originsOf } from './origins.ts'
import { keyRevoked, refresh } from './refresh.ts'
import { singleFlight, waitFor } from './single-flight.ts'
import { isAlive, isFresh, type TokenSet } from './token-set.ts'

/** Says where an app keeps a person's tokens. */
export interface SessionOptions {
  /** Stores a new token set; nobody gets its access token before this has finished. */
  readonly save?: (tokenSet: TokenSet) => void | Promise<void>
  /** Reads the stored token set before a refresh, where other processes may have refreshed meanwhile. */
  readonly load?: () => TokenSet | undefined | Promise<TokenSet | undefined>
  /** Runs a refresh under a lock shared by all processes that use this person's tokens. */
  readonly lock?: (run: () => Promise<void>) => Promise<void>
}

/** Keeps one person's tokens fresh: at most one refresh runs at a time, whoever asks. */
export interface Session {
  /** Gives the tokens as they are now. */
  readonly tokenSet: () => TokenSet
  /**
   * Gives a valid access token, refreshing first where needed; `signal` ends this caller's wait alone.
   * @throws ClientError `key_revoked`, `key_expired`; `network`, `oauth`, `unexpected` lose nothing: call again
   */
  readonly accessToken: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<string>
  /**
   * Calls an API with the access token, as `fetch` does: at the origin of the token's `resource`, or one of `allowedOrigins`. A token refused with 401 is refreshed once and the call repeated once.
   * @throws TypeError for any other origin, before anything is sent; ClientError as `accessToken` does, and `insufficient_scope` whose `scope` is what the API wants (RFC 6750 §3.1)
   */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
}

/**
 * Makes a session over a token set; `resource` is what a token set that names none is for.
 * @throws TypeError where there is no token set
 */
export function createSession(
  connection: Connection,
  tokenSet: TokenSet,
  options: SessionOptions,
  resource: readonly string[] = [],
): Session {
  need(hasTexts(tokenSet, 'accessToken'), 'session: no token set: give what callback answered, or what save was given')
  const fault = unknownOptionFault(options, ['save', 'load', 'lock'])
  need(fault === undefined, `session: ${fault}`)
  const { save, load, lock = (run) => run() } = options
  let current = tokenSet
  let unsaved: TokenSet | undefined
  let gone: ClientError | undefined

  const refreshOnce = async (): Promise<void> => {
    if (gone) throw gone
    if (unsaved === undefined) {
      const stored = await load?.()
      if (stored && stored.accessToken !== current.accessToken) {
        current = stored
        if (isFresh(current, connection.now())) return
      }
      unsaved = await refresh(connection, current)
    }
    // Where saving fails, the new tokens wait here: asking the server again could end the whole key (RFC 9700 §4.14.2).
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
      // While the old token lives, a server that cannot renew it harms nobody.
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
  }
}
