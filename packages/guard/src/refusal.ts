import { formatChallenge, formatScope, type OAuthError, type Scope, toDescription } from '@valetkey/protocol'
import type { Settings } from './options.ts'

/** Holds the answer to a request that is not let in. */
export interface Refusal {
  readonly outcome: 'refused'
  readonly status: number
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON with `error` and `error_description`. */
  readonly body: string
}

/** Refuses a request without a token: a challenge without an error code, for nothing was wrong (RFC 6750 §3.1). */
export function refuseUnknown(needed: Scope, inQuery: boolean, settings: Settings): Refusal {
  const description = inQuery
    ? 'an access token in the URL is not accepted; send it as: Authorization: Bearer (RFC 9700 §4.3.2)'
    : 'an access token is needed; send it as: Authorization: Bearer (RFC 6750 §2.1)'
  return refuse(
    401,
    { error: 'unauthorized', error_description: toDescription(description) },
    challenge(needed, settings),
  )
}

/** Turns what was thrown about a token into an answer, with the challenge that the code asks for (RFC 6750 §3). */
export function refuseError(error: OAuthError, needed: Scope, settings: Settings): Refusal {
  const body = { error: error.code, error_description: error.description }
  if (error.status >= 500) return refuse(error.status, body, error.headers)
  return refuse(error.status, body, { ...error.headers, ...challenge(needed, settings, body) })
}

function challenge(needed: Scope, { realm, resourceMetadata }: Settings, error: Readonly<Record<string, string>> = {}) {
  const scope = needed.length > 0 ? formatScope(needed) : undefined
  const parameters = { realm, ...error, scope, resource_metadata: resourceMetadata }
  return { 'www-authenticate': formatChallenge('Bearer', parameters) }
}

function refuse(status: number, body: object, headers: Readonly<Record<string, string>>): Refusal {
  return {
    outcome: 'refused',
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
    body: JSON.stringify(body),
  }
}
