import * as oauth from 'oauth4webapi'
import { authorizedFetch, type TokenHolder } from './authorized-fetch.ts'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { originsOf } from './origins.ts'
import { singleFlight, waitFor } from './single-flight.ts'
import { isAlive, isFresh, requestParameters, type TokenSet, toTokenSet } from './token-set.ts'

/** Access tokens of the client itself (RFC 6749 §4.4), shared by all callers and renewed shortly before they expire. */
export interface AccessTokenSource {
  /**
   * Returns a valid access token. `signal` ends only this caller's wait; the shared request continues.
   * @throws ClientError `network`, `oauth` or `unexpected`; the next call tries again
   */
  readonly accessToken: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<string>
  /** Drops a token that an API refused, if it is still the current one. */
  readonly drop: (refused: string) => void
  /** Calls an API with the token; see `Session.fetch`. */
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>
}

export function createAccessTokenSource(
  connection: Connection,
  scope: readonly string[],
  resource: readonly string[],
): AccessTokenSource {
  let held: TokenSet | undefined
  const load = singleFlight(async () => {
    held = await request(connection, scope, resource)
    return held.accessToken
  })
  const drop = (refused: string): void => {
    if (held?.accessToken === refused) held = undefined
  }
  const accessToken: AccessTokenSource['accessToken'] = async ({ signal } = {}) => {
    if (held && isFresh(held, connection.now())) return held.accessToken
    try {
      return await waitFor(load(), signal)
    } catch (thrown) {
      // While the old token is valid, a failed renewal does no harm.
      if (thrown instanceof ClientError && held && isAlive(held, connection.now())) return held.accessToken
      throw thrown
    }
  }
  const replace: TokenHolder['replace'] = (refused) => {
    drop(refused)
    return accessToken()
  }
  const origins = originsOf(resource, connection.allowedOrigins, connection.issuer)
  return {
    accessToken,
    drop,
    fetch: (url, init) => authorizedFetch(connection, { origins: () => origins, accessToken, replace }, url, init),
  }
}

function request(connection: Connection, scope: readonly string[], resource: readonly string[]): Promise<TokenSet> {
  return connection.ask('token', async ({ server, client, authentication, options }) => {
    const parameters = requestParameters(scope, resource)
    const response = await oauth.clientCredentialsGrantRequest(server, client, authentication, parameters, options)
    const tokens = await oauth.processClientCredentialsResponse(server, client, response)
    return toTokenSet(tokens, { scope, resource }, connection.now())
  })
}
