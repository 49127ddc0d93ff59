/** The error codes of the authorization endpoint's redirects (RFC 6749 §4.1.2.1, §4.2.2.1; RFC 8707 §2; RFC 9101 §6.3; OIDC Core §3.1.2.6). */
export type AuthorizationErrorCode =
  | 'invalid_request'
  | 'unauthorized_client'
  | 'access_denied'
  | 'unsupported_response_type'
  | 'invalid_scope'
  | 'server_error'
  | 'temporarily_unavailable'
  | 'invalid_target'
  | 'login_required'
  | 'consent_required'
  | 'interaction_required'
  | 'request_not_supported'
  | 'request_uri_not_supported'

/** The error codes of the token, revocation, introspection and registration endpoints (RFC 6749 §5.2; RFC 7009 §2.2.1; RFC 8707 §2). */
export type TokenErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_target'
  | 'unsupported_token_type'
  | 'server_error'
  | 'temporarily_unavailable'

/** The error codes of a protected resource (RFC 6750 §3.1). */
export type ResourceErrorCode = 'invalid_request' | 'invalid_token' | 'insufficient_scope'

export type OAuthErrorCode = AuthorizationErrorCode | TokenErrorCode | ResourceErrorCode

/** What an error may have besides its code and description. */
export interface OAuthErrorOptions {
  /** For the log only: never sent. */
  readonly cause?: unknown
  /** The clause that forbids it, such as `RFC 6749 §3.1`: appended to the description. */
  readonly clause?: string
  /** HTTP status; by default the one that RFC 6749 §5.2 defines for the code. */
  readonly status?: number
  /** Further response headers, such as `WWW-Authenticate` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * Refuses a request with an error code of RFC 6749 or an extension.
 * The description is for the developer of the caller and never has a secret in it.
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError'
  readonly code: OAuthErrorCode
  readonly description: string
  readonly clause: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(code: OAuthErrorCode, description: string, options: OAuthErrorOptions = {}) {
    const text = toDescription(options.clause ? `${description} (${options.clause})` : description)
    super(`${code}: ${text}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.description = text
    this.clause = options.clause
    this.status = options.status ?? statusOf[code] ?? 400
    this.headers = options.headers ?? {}
  }
}

const statusOf: Partial<Record<OAuthErrorCode, number>> = {
  invalid_client: 401,
  invalid_token: 401,
  insufficient_scope: 403,
  server_error: 500,
  temporarily_unavailable: 503,
}

/** Makes a text fit for `error_description`: ASCII without quotes and backslashes (RFC 6749 §5.2). */
export function toDescription(text: string): string {
  return text
    .replaceAll('§', 'section ')
    .replaceAll('"', "'")
    .replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?')
    .slice(0, 500)
}
