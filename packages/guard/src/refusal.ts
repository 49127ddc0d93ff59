import { formatChallenge, formatScope, type OAuthError, type Scope, toDescription } from '@valetkey/protocol'
import { usageOf } from './credentials.ts'
import type { Settings } from './options.ts'
import type { RefusedReason } from './refusal-log.ts'
import type { Scheme } from './schemes/scheme.ts'

/** The response to a request that is not admitted. */
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

/** Refuses a request without a token: challenges without an error code, since nothing was wrong (RFC 6750 §3.1). */
export function refuseUnknown(needed: Scope, inQuery: boolean, settings: Settings): Refused {
  const usage = usageOf(settings.schemes)
  const description = inQuery
    ? `an access token in the URL is not accepted: send it as ${usage} (RFC 9700 §4.3.2)`
    : `an access token is required: send it as ${usage} (RFC 6750 §2.1)`
  const body = { error: 'unauthorized', error_description: toDescription(description) }
  return refuse(401, body, challenge(needed, settings, undefined))
}

/** Turns an error about a token into a response with the challenge that its code requires (RFC 6750 §3). */
export function refuseError(
  error: OAuthError,
  needed: Scope,
  settings: Settings,
  used: Scheme | undefined,
  headers: Readonly<Record<string, string>>,
): Refused {
  const body = { error: error.code, error_description: error.description }
  const detail = error.cause instanceof Error ? error.cause.message : undefined
  const all = { ...headers, ...error.headers }
  if (error.status >= 500) return refuse(error.status, body, all, detail)
  const challenged = used ?? settings.schemes[0]
  const challenges = challenge(
    needed,
    settings,
    challenged && { scheme: challenged, body, isAlone: error.status !== 401 },
  )
  return refuse(error.status, body, { ...all, ...challenges }, detail)
}

/** The scheme whose challenge has the error, and whether the others are left out: another scheme is no remedy for 400 and 403. */
interface ChallengedError {
  readonly scheme: Scheme
  readonly body: Readonly<Record<string, string>>
  readonly isAlone: boolean
}

/** Every scheme's challenge in one header (RFC 9110 §11.6.1). */
function challenge(needed: Scope, settings: Settings, error: ChallengedError | undefined) {
  const { realm, resourceMetadata, schemes } = settings
  const scope = needed.length > 0 ? formatScope(needed) : undefined
  const challenges = (error?.isAlone ? [error.scheme] : schemes).map((scheme) => {
    const parameters = {
      realm,
      ...(error?.scheme === scheme ? error.body : {}),
      scope,
      resource_metadata: resourceMetadata,
    }
    return formatChallenge(scheme.name, scheme.challenge(parameters))
  })
  return { 'www-authenticate': challenges.join(', ') }
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
