import type { Parameters } from '@valetkey/protocol'
import type { JWTPayload } from 'jose'
import type { Client } from '../client.ts'
import type { InsecureOption } from '../insecure-option.ts'
import type { Instant } from '../ports.ts'
import type { ClientCertificate } from '../request.ts'
import type { BasicReadings } from './basic-credentials.ts'
import type { Proven } from './proven.ts'

/** The part of a request that identifies its client, and what a signed credential is bound to. */
export interface Presented {
  readonly method: string
  /**
   * The absolute URL with its query, at the issuer's scheme and host whatever the `Host` header says: the audience of a
   * client assertion (RFC 7523 §3). Computed when read.
   */
  readonly url: string
  /** The client's certificate (RFC 8705 §2); undefined on a connection without one. */
  readonly certificate: ClientCertificate | undefined
  readonly authorization: string | null
  /** The `Authorization` header as Basic credentials; undefined if it is not well-formed. */
  readonly basic: BasicReadings | undefined
  readonly form: Parameters
}

/** What a method may use to authenticate a client. */
export interface Attempt extends Presented {
  readonly address: string | undefined
  /**
   * Whether one of these is the client's secret. Takes as long for a client without one, and remembers what was right.
   * @throws OAuthError `temporarily_unavailable` (429) after too many failures
   */
  isSecretOf(client: Client, secrets: readonly string[]): Promise<boolean>
  /** What verifies client assertions. Made when it is first read. */
  readonly assertions: Assertions
}

/** What a method may use to verify client assertions (RFC 7521 §4.2). */
export interface Assertions {
  readonly now: Instant
  /** The issuer identifier: the audience of client assertions. */
  readonly issuer: string
  /** The URL of the token endpoint, which some clients name as the audience instead. */
  readonly tokenEndpoint: string
  /** Verifies a JWT with the client's public keys, and returns its claims; undefined if none of them signed it. */
  verifyWithKeys(client: Client, jws: string): Promise<JWTPayload | undefined>
  /**
   * Verifies a JWT with a MAC under the client's secret, for a client whose method `keepsSecret`.
   * @throws OAuthError `temporarily_unavailable` (429) after too many failures, for a secret that can be guessed
   */
  verifyWithSecret(client: Client, jws: string): Promise<JWTPayload | undefined>
  /**
   * Uses up an assertion whose signature was verified. Of all callers with the same client and `jti`, on all nodes, exactly one gets
   * true. @param exp until when it must be remembered, in seconds
   */
  spend(client: Client, jti: string, exp: number): Promise<boolean>
  /** Why no key verified a JWT, for the log: the caller has proved nothing. */
  readonly reason: string | undefined
}

/** A way for a client to prove who it is (RFC 6749 §2.3). Adding one is a file and a line in `index.ts`. */
export interface ClientAuthenticationMethod {
  /** The name in client metadata (RFC 7591 §2). */
  readonly name: string
  /** Whether it proves anything. A method that does not is used only if no other recognizes the request. */
  readonly isConfidential: boolean
  /** Whether a client that is registered for it has a `client_secret`. */
  readonly needsSecret: boolean
  /** Whether the secret itself has to be stored, encrypted, because its hash verifies nothing. */
  readonly keepsSecret?: boolean
  /** Whether a client that is registered for it has public keys: `jwks` or `jwks_uri`. */
  readonly needsKeys?: boolean
  /** The algorithms of its JWTs, for the metadata (RFC 8414 §2); left out if it has none. */
  readonly signingAlgorithms?: readonly string[]
  /** What an operator may allow a client of this method. */
  readonly insecureOption?: InsecureOption
  /** Formats the challenge of a 401, for a method that is an HTTP authentication scheme (RFC 9110 §11.6.1). */
  challenge?(realm: string): string
  /** Whether a request uses this method. A request that two confidential methods recognize is refused (RFC 6749 §2.3). */
  recognizes(presented: Presented): boolean
  /**
   * Reads which client the request claims to come from: more than one identifier if it can be read in several ways, in the
   * order to try. By default the form's `client_id`.
   * @throws OAuthError `invalid_client` or `invalid_request` for a malformed request
   */
  identify?(presented: Presented): readonly string[]
  /**
   * Proves that the request comes from this client; undefined if it does not. Where the identifier is unknown, or the client is
   * disabled or registered for another method, it is called with a client that has neither secret nor keys, so that all
   * failures take the same time; proof of that one is ignored.
   * @throws OAuthError `invalid_client` for a request that proves no client at all, or says too little about itself: its description
   * is sent to the caller
   */
  authenticate(attempt: Attempt, client: Client): Promise<Proven | undefined>
}
