import type { AccessToken } from '../access-token.ts'
import type { GuardRequest } from '../request.ts'

/** A request as a scheme reads it. */
export interface SchemeRequest extends GuardRequest {
  /**
   * The URL under which the caller addressed the API, with scheme and host: from the option `origin`, else from the connection and the
   * `Host` header, which the caller writes. Undefined if neither gives a valid one.
   */
  readonly absoluteUrl: string | undefined
}

/** The parameters of a challenge, by name; undefined ones are left out. */
export type ChallengeParameters = Readonly<Record<string, string | undefined>>

/** A valid token, and the request that presented it with a scheme. */
export interface Presentation {
  /** As the caller sent it, to compute a hash of it. */
  readonly presented: string
  readonly token: AccessToken
  readonly request: SchemeRequest
  readonly now: Date
}

/** A way in which a request presents an access token, such as Bearer (RFC 6750) or DPoP (RFC 9449). */
export interface Scheme {
  /** The name in `Authorization` and `WWW-Authenticate`, in the usual spelling. */
  readonly name: string
  /** The `token_type` that an introspection response must have, in any case. A response without one counts as `Bearer`. */
  readonly tokenType: string
  /** Completes “send it as …” in error descriptions, such as `Authorization: Bearer TOKEN`. */
  readonly usage: string
  /** The members of `cnf` (RFC 7800 §3.1) that `confirm` verifies. A token with any other member is refused. */
  readonly confirms: readonly string[]
  /** Members for the protected resource metadata document (RFC 9728 §2). */
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Whether the request uses this scheme, even if it does so wrongly. */
  recognizes(request: SchemeRequest): boolean
  /**
   * Returns the access token of a request that it recognizes.
   * @throws OAuthError `invalid_request` if the request is malformed
   */
  extract(request: SchemeRequest): string
  /**
   * Checks, for a valid token of this API, what else the scheme requires, such as a proof of the key that `cnf` names. Returns headers
   * to send with the response, whether the handler or the guard makes it. Runs before scopes are compared.
   * @throws OAuthError with the code and the headers to respond with
   */
  confirm?(presentation: Presentation): Promise<Readonly<Record<string, string>>>
  /** Adds to or changes the parameters of the challenge: `realm`, `error`, `error_description`, `scope`, `resource_metadata`. */
  challenge(parameters: ChallengeParameters): ChallengeParameters
}
