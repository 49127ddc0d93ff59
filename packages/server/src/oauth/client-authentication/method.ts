import type { Parameters } from '@valetkey/protocol'

/** What a request shows of who its client is. */
export interface Attempt {
  readonly authorization: string | null
  readonly form: Parameters
}

/** What a client authentication method read from a request: whom it names, and with what proof. */
export interface Claim {
  readonly clientId: string
  /** Secrets to try, in order; none for a public client. */
  readonly secrets: readonly string[]
}

/** A way for a client to say who it is (RFC 6749 §2.3). Adding one is a file and a line in `index.ts`. */
export interface ClientAuthenticationMethod {
  /** The name in client metadata (RFC 7591 §2). */
  readonly name: string
  /** Tells whether a request uses this method; a request that two methods recognize is refused. */
  recognizes(attempt: Attempt): boolean
  /** Reads the claim. @throws OAuthError `invalid_client` or `invalid_request` for a malformed one */
  read(attempt: Attempt): Claim
}
