/** The endpoints that send errors in the form of RFC 6749: `resource` is an API (RFC 6750), `authorize` its redirects. */
export type ErrorEndpoint = 'authorize' | 'token' | 'introspect' | 'revoke' | 'register' | 'resource'

/** An error code, its HTTP status if it is no redirect, and the endpoints that may send it. */
export interface ErrorCodeRow {
  readonly code: string
  readonly status: number
  readonly endpoints: readonly ErrorEndpoint[]
}

const clientEndpoints = ['token', 'introspect', 'revoke'] as const

/**
 * Every error code that this project sends or understands (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1; RFC 7009 §2.2.1;
 * RFC 7591 §3.2.2; RFC 8707 §2; RFC 9101 §6.3; OIDC Core §3.1.2.6).
 */
export const errorCodes = [
  { code: 'invalid_request', status: 400, endpoints: ['authorize', ...clientEndpoints, 'register', 'resource'] },
  { code: 'invalid_client', status: 401, endpoints: clientEndpoints },
  { code: 'invalid_grant', status: 400, endpoints: ['token', 'revoke'] },
  { code: 'unauthorized_client', status: 400, endpoints: ['authorize', ...clientEndpoints] },
  { code: 'unsupported_grant_type', status: 400, endpoints: ['token'] },
  { code: 'unsupported_response_type', status: 400, endpoints: ['authorize'] },
  { code: 'unsupported_token_type', status: 400, endpoints: ['revoke'] },
  { code: 'invalid_scope', status: 400, endpoints: ['authorize', 'token'] },
  { code: 'invalid_target', status: 400, endpoints: ['authorize', 'token'] },
  { code: 'access_denied', status: 400, endpoints: ['authorize', 'register'] },
  { code: 'login_required', status: 400, endpoints: ['authorize'] },
  { code: 'consent_required', status: 400, endpoints: ['authorize'] },
  { code: 'interaction_required', status: 400, endpoints: ['authorize'] },
  { code: 'account_selection_required', status: 400, endpoints: ['authorize'] },
  { code: 'unmet_authentication_requirements', status: 400, endpoints: ['authorize'] },
  { code: 'invalid_request_object', status: 400, endpoints: ['authorize'] },
  { code: 'invalid_request_uri', status: 400, endpoints: ['authorize'] },
  { code: 'request_not_supported', status: 400, endpoints: ['authorize'] },
  { code: 'request_uri_not_supported', status: 400, endpoints: ['authorize'] },
  { code: 'invalid_redirect_uri', status: 400, endpoints: ['register'] },
  { code: 'invalid_client_metadata', status: 400, endpoints: ['register'] },
  { code: 'invalid_token', status: 401, endpoints: ['register', 'resource'] },
  { code: 'insufficient_scope', status: 403, endpoints: ['resource'] },
  { code: 'server_error', status: 500, endpoints: ['authorize', ...clientEndpoints, 'register', 'resource'] },
  {
    code: 'temporarily_unavailable',
    status: 503,
    endpoints: ['authorize', ...clientEndpoints, 'register', 'resource'],
  },
] as const satisfies readonly ErrorCodeRow[]

type Row = (typeof errorCodes)[number]

/** The error codes that an endpoint may send. */
export type ErrorCodeOf<E extends ErrorEndpoint, R extends Row = Row> = R extends Row
  ? E extends R['endpoints'][number]
    ? R['code']
    : never
  : never

/** The error codes of the authorization endpoint's redirects. */
export type AuthorizationErrorCode = ErrorCodeOf<'authorize'>

/** The error codes of the token endpoint. */
export type TokenErrorCode = ErrorCodeOf<'token'>

/** The error codes of a protected resource. */
export type ResourceErrorCode = ErrorCodeOf<'resource'>

/** Names any error code this project sends or understands. */
export type OAuthErrorCode = Row['code']

const rowOf: ReadonlyMap<string, Row> = new Map(errorCodes.map((row) => [row.code, row]))

/** Checks whether an endpoint may send an error code. */
export function maySend<E extends ErrorEndpoint>(endpoint: E, code: string): code is ErrorCodeOf<E> {
  const endpoints: readonly ErrorEndpoint[] = rowOf.get(code)?.endpoints ?? []
  return endpoints.includes(endpoint)
}

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
  /** The reason, with the clause in brackets: sent as `error_description`. */
  readonly description: string
  /** The description without the clause. */
  readonly reason: string
  readonly clause: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(code: OAuthErrorCode, description: string, options: OAuthErrorOptions = {}) {
    const text = toDescription(options.clause ? `${description} (${options.clause})` : description)
    super(`${code}: ${text}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.description = text
    this.reason = toDescription(description)
    this.clause = options.clause
    this.status = options.status ?? rowOf.get(code)?.status ?? 400
    this.headers = options.headers ?? {}
  }
}

/** Makes a text fit for `error_description`: ASCII without quotes and backslashes (RFC 6749 §5.2). */
export function toDescription(text: string): string {
  return text
    .replaceAll('§', 'section ')
    .replaceAll('"', "'")
    .replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '?')
    .slice(0, 500)
}
