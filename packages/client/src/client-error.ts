/** Names what a client was doing when it failed. */
export type Step =
  | 'discovery'
  | 'authorization'
  | 'callback'
  | 'token'
  | 'refresh'
  | 'revocation'
  | 'introspection'
  | 'api'

/**
 * Names where a failure lies:
 * `network` (unreachable, cut off or too slow: try again), `oauth` (the server refused and said why),
 * `unexpected` (the answer is not OAuth: a proxy's page, a missing field), `mismatch` (state or issuer are not the ones
 * that were sent: do not go on), `key_revoked` (the owner took the key back or its time is up: ask again),
 * `key_expired` (the access token ended and there is no refresh token: ask again),
 * `insufficient_scope` (the API wants rights that the token lacks: ask for them).
 */
export type ClientErrorCode =
  | 'network'
  | 'oauth'
  | 'unexpected'
  | 'mismatch'
  | 'key_revoked'
  | 'key_expired'
  | 'insufficient_scope'

/** Holds what is known about a failure besides its code. */
export interface ClientErrorDetails {
  readonly during: Step
  /** The OAuth error code as sent, such as `access_denied` (RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1). */
  readonly error?: string | undefined
  /** The server's own words: escape them before showing. */
  readonly description?: string | undefined
  /** HTTP status of the answer, where there was one. */
  readonly status?: number | undefined
  /** The rights that the API asked for in its challenge (RFC 6750 §3). */
  readonly scope?: readonly string[] | undefined
  readonly cause?: unknown
}

/** Says what failed, where, and why; a secret is in neither message nor cause. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
  readonly code: ClientErrorCode
  readonly during: Step
  readonly error: string | undefined
  readonly description: string | undefined
  readonly status: number | undefined
  readonly scope: readonly string[]

  constructor(code: ClientErrorCode, message: string, details: ClientErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.code = code
    this.during = details.during
    this.error = details.error
    this.description = details.description
    this.status = details.status
    this.scope = details.scope ?? []
  }
}
