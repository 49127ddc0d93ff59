/** The step that failed. */
export type Step =
  | 'discovery'
  | 'authorization'
  | 'callback'
  | 'token'
  | 'refresh'
  | 'revocation'
  | 'introspection'
  | 'keys'
  | 'userinfo'
  | 'logout'
  | 'api'

/**
 * Why a call failed, and what to do:
 * `network` (unreachable, cut off or too slow: try again), `oauth` (the server refused, with an error code),
 * `unexpected` (the response is not OAuth: a proxy's page, a missing field), `mismatch` (state or issuer are not the ones
 * of the request: do not continue), `key_revoked` (the authorization was revoked or has expired: authorize again),
 * `key_expired` (the access token has expired and there is no refresh token: authorize again),
 * `insufficient_scope` (the API requires scope that the token lacks: request it), `invalid_id_token` (an ID token or UserInfo
 * response failed a check: nobody is signed in), `invalid_logout_token` (a logout token failed a check: respond with 400).
 */
export type ClientErrorCode =
  | 'network'
  | 'oauth'
  | 'unexpected'
  | 'mismatch'
  | 'key_revoked'
  | 'key_expired'
  | 'insufficient_scope'
  | 'invalid_id_token'
  | 'invalid_logout_token'

/** Details of a failure; which ones there are depends on the code. */
export interface ClientErrorDetails {
  readonly during: Step
  /** The OAuth error code as sent, such as `access_denied` (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1). */
  readonly error?: string | undefined
  /** The server's description. Escape it before you show it. */
  readonly description?: string | undefined
  /** HTTP status of the response, if there was one. */
  readonly status?: number | undefined
  /** The scope that the API requires, from its challenge (RFC 6750 §3). */
  readonly scope?: readonly string[] | undefined
  readonly cause?: unknown
}

/** Messages quote servers and callback URLs, and a quoted text must not look like further lines of a log. */
function toLine(message: string): string {
  return message.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').slice(0, 2000)
}

/** A failure of the client. Neither message nor cause contains a secret. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: ClientErrorCode
  readonly during: Step
  readonly error: string | undefined
  readonly description: string | undefined
  readonly status: number | undefined
  readonly scope: readonly string[]

  constructor(code: ClientErrorCode, message: string, details: ClientErrorDetails) {
    super(toLine(message), details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.during = details.during
    this.error = details.error
    this.description = details.description
    this.status = details.status
    this.scope = details.scope ?? []
  }
}
