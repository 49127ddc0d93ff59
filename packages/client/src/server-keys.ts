import type { PublishedKeys } from '@valetkey/protocol'
import type * as oauth from 'oauth4webapi'
import { ClientError } from './client-error.ts'
import { singleFlight } from './single-flight.ts'
import { unreachable } from './to-client-error.ts'

/** The keys with which the server signs, cached. Concurrent callers share one request. */
export interface ServerKeys {
  /** @throws ClientError `network` or `unexpected` if there are none that are fresh */
  readonly get: () => Promise<PublishedKeys>
  /** Fetches the keys again for a token with an unknown `kid`. Undefined if they were fetched too recently: anyone can send such tokens. */
  readonly reload: () => Promise<PublishedKeys | undefined>
}

const freshSeconds = 600
const reloadIntervalSeconds = 30

/** Nothing is fetched before a token needs it (OIDC Core §10.1.1). */
export function createServerKeys(load: () => Promise<PublishedKeys>, now: () => number): ServerKeys {
  let cached: { readonly keys: PublishedKeys; readonly at: number } | undefined
  let startedAt = Number.NEGATIVE_INFINITY
  const fetchKeys = singleFlight(async () => {
    const at = now()
    startedAt = at
    cached = { keys: await load(), at }
    return cached.keys
  })
  return {
    get: async () => (cached && now() < cached.at + freshSeconds ? cached.keys : fetchKeys()),
    reload: async () => (now() < startedAt + reloadIntervalSeconds ? undefined : fetchKeys()),
  }
}

/**
 * Fetches the key set at `jwks_uri` (RFC 7517 §5).
 * @throws ClientError `network`, or `unexpected` if the server has none or it is malformed
 */
export async function loadKeys(server: oauth.AuthorizationServer, fetch: typeof globalThis.fetch) {
  const during = 'keys'
  const { jwks_uri: url } = server
  if (url === undefined) throw new ClientError('unexpected', 'keys: the server has no jwks_uri', { during })
  const response = await fetch(url, { headers: { accept: 'application/json' }, redirect: 'manual' })
  if (response.status !== 200) {
    await response.body?.cancel().catch(() => {})
    const { status } = response
    throw new ClientError('unexpected', `keys: ${url} responded with status ${status}`, { during, status })
  }
  const body: unknown = await response.json().catch((thrown: unknown) => {
    if (!(thrown instanceof SyntaxError)) throw unreachable(thrown, during)
  })
  if (!isKeySet(body)) {
    throw new ClientError('unexpected', `keys: the response of ${url} is not a JSON Web Key Set`, { during })
  }
  return body
}

function isKeySet(body: unknown): body is PublishedKeys {
  if (typeof body !== 'object' || body === null || !('keys' in body) || !Array.isArray(body.keys)) return false
  return body.keys.every((key) => typeof key === 'object' && key !== null)
}
