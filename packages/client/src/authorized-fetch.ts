import { parseChallenges } from '@valetkey/protocol'
import { ClientError } from './client-error.ts'
import type { Connection } from './connection.ts'
import { assertOrigin } from './origins.ts'
import { unreachable } from './to-client-error.ts'

/** A source of access tokens for some origins. */
export interface TokenHolder {
  readonly origins: () => ReadonlySet<string>
  readonly accessToken: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<string>
  /** Returns another token than the refused one, fetched once for all callers that were refused with it. */
  readonly replace: (refused: string) => Promise<string>
}

/**
 * Calls an API with a bearer token (RFC 6750 §2.1). A 401 renews the token and calls once more, if the body can be sent again.
 * @throws TypeError for an origin that the token is not for; ClientError `insufficient_scope` with the scope that the API requires; `network`; `key_revoked`
 */
export async function authorizedFetch(
  connection: Connection,
  holder: TokenHolder,
  url: string | URL,
  init: RequestInit = {},
): Promise<Response> {
  connection.assertSecure(String(url))
  assertOrigin(url, holder.origins())
  const signal = init.signal ?? undefined
  const token = await holder.accessToken({ signal })
  const response = await call(connection, token, url, init)
  if (!isRefusedToken(response)) return checkScope(response)
  const better = await holder.replace(token)
  if (!isReplayable(init.body)) return response
  await response.body?.cancel()
  return checkScope(await call(connection, better, url, init))
}

async function call(connection: Connection, token: string, url: string | URL, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers)
  headers.set('authorization', `Bearer ${token}`)
  try {
    return await connection.fetch(url, { ...init, headers })
  } catch (thrown) {
    // An abort by the caller and a mistake in the call are not network errors.
    if (init.signal?.aborted && init.signal.reason?.name !== 'TimeoutError') throw thrown
    if (thrown instanceof TypeError && 'code' in thrown) throw thrown
    throw unreachable(thrown, 'api', String(url))
  }
}

/** A 401 is about the token unless its challenge says that the request was malformed (RFC 6750 §3.1). */
function isRefusedToken(response: Response): boolean {
  return response.status === 401 && (bearerChallenge(response)?.error ?? 'invalid_token') === 'invalid_token'
}

async function checkScope(response: Response): Promise<Response> {
  const challenge = response.status === 403 ? bearerChallenge(response) : undefined
  if (challenge?.error !== 'insufficient_scope') return response
  await response.body?.cancel()
  const scope = challenge.scope?.split(' ').filter(Boolean) ?? []
  throw new ClientError(
    'insufficient_scope',
    `api: the access token lacks scope; the API requires: ${scope.join(' ') || 'unknown'}`,
    {
      during: 'api',
      error: 'insufficient_scope',
      description: challenge.error_description,
      status: 403,
      scope,
    },
  )
}

function bearerChallenge(response: Response): Readonly<Record<string, string>> | undefined {
  const challenges = parseChallenges(response.headers.get('www-authenticate') ?? '')
  return challenges.find(({ scheme }) => scheme.toLowerCase() === 'bearer')?.parameters
}

function isReplayable(body: RequestInit['body']): boolean {
  const whole = [URLSearchParams, FormData, Blob, ArrayBuffer]
  if (body === undefined || body === null || typeof body === 'string' || ArrayBuffer.isView(body)) return true
  return whole.some((kind) => body instanceof kind)
}
