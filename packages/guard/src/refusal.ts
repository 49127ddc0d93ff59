import { formatChallenge, formatScope, type OAuthError, type Scope, toDescription } from '@valetkey/protocol'
import type { Settings } from './options.ts'
import type { RefusedReason } from './refusal-log.ts'

/** Holds the answer to a request that is not let in. */
export interface Refusal {
  readonly outcome: 'refused'
  readonly status: number
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  /** JSON with `error` and `error_description`. */
  readonly body: string
}

/** A refusal, and the reason for the API's own log. */
export interface Refused {
  readonly refusal: Refusal
  readonly reason: RefusedReason
}

/** Refuses a request without a token: a challenge without an error code, for nothing was wrong (RFC 6750 §3.1). */
export function refuseUnknown(needed: Scope, inQuery: boolean, settings: Settings): Refused {
  const description = inQuery
    ? 'an access token in the URL is not accepted: send it as Authorization: Bearer TOKEN (RFC 9700 §4.3.2)'
    : 'an access token is required: send it as Authorization: Bearer TOKEN (RFC 6750 §2.1)'
  const body = { error: 'unauthorized', error_description: toDescription(description) }
  return refuse(401, body, challenge(needed, settings))
}

/** Turns what was thrown about a token into an answer, with the challenge that the code asks for (RFC 6750 §3). */
export function refuseError(error: OAuthError, needed: Scope, settings: Settings): Refused {
  const body = { error: error.code, error_description: error.description }
  const detail = error.cause instanceof Error ? error.cause.message : undefined
  if (error.status >= 500) return refuse(error.status, body, error.headers, detail)
  return refuse(error.status, body, { ...error.headers, ...challenge(needed, settings, body) }, detail)
}

function challenge(needed: Scope, { realm, resourceMetadata }: Settings, error: Readonly<Record<string, string>> = {}) {
  const scope = needed.length > 0 ? formatScope(needed) : undefined
  const parameters = { realm, ...error, scope, resource_metadata: resourceMetadata }
  return { 'www-authenticate': formatChallenge('Bearer', parameters) }
}

function refuse(
  status: number,
  body: { readonly error: string; readonly error_description: string },
  headers: Readonly<Record<string, string>>,
  detail?: string,
): Refused {
  return {
    refusal: {
      outcome: 'refused',
      status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers },
      body: JSON.stringify(body),
    },
    reason: { status, error: body.error, description: body.error_description, detail },
  }
}
