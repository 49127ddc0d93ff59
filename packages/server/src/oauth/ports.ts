export type { Instant } from '@valetkey/protocol'
export { type Api, apiKey } from './api.ts'
export type { AuditEvent, KnownEvent } from './audit-event.ts'
export { type Client, type ClientFeatures, type ClientRegistration, toClient } from './client.ts'
export type { EarlyEnd } from './expiring-rights.ts'
export {
  type GrantContext,
  type JsonObject,
  readGrantContext,
  toGrantContext,
  writeGrantContext,
} from './grant-context.ts'
export type { Hash } from './hash.ts'
export type { InsecureOption } from './insecure-option.ts'
export { type KeyAlgorithm, keyAlgorithms } from './key-algorithms.ts'
export type {
  AuthorizationChange,
  OwnedAuthorization,
  OwnerAuthorizations,
  Revocation,
} from './owner-authorizations.ts'
export type { Owner, PageProblem, Pages, Step } from './pages-port.ts'
export {
  contentEncryptionNames,
  isKeyEncryption,
  type KeyEncryptionName,
} from './protected-responses/encryption-algorithms.ts'
export type { Rights } from './rights.ts'
export { isSigningAlgorithm, type SigningAlgorithm, signingAlgorithms } from './signing-algorithms.ts'
export type { Rotation, TokenFamily } from './tokens/token-family.ts'
export { Unavailable } from './unavailable.ts'

import type { Attempts, Instant, Scope } from '@valetkey/protocol'
import type { Api } from './api.ts'
import type { KnownEvent } from './audit-event.ts'
import type { Client } from './client.ts'
import type { ExpiringRights } from './expiring-rights.ts'
import type { GrantContext, JsonObject } from './grant-context.ts'
import type { Hash } from './hash.ts'
import type { InsecureOption } from './insecure-option.ts'
import type { Rights } from './rights.ts'
import type { SigningAlgorithm } from './signing-algorithms.ts'
import type { Rotation, TokenFamily } from './tokens/token-family.ts'

/** How far a node's clock and the database's may differ before their tokens are refused, in milliseconds. */
export const maxClockDifference = 60_000

/** Answers the present moment. */
export type Clock = () => Instant

/** Answers `bytes` random bytes as base64url; never the same twice. */
export type Random = (bytes: number) => string

/** What one user allowed one client: a *key* on the pages. Ask `rightsAt` which of its rights are in effect. */
export interface Authorization extends ExpiringRights {
  readonly id: string
  readonly accountId: string
  readonly clientId: string
  readonly createdAt: Instant
  /** Whether a later request for the same rights asks nothing. */
  readonly remembered: boolean
  /** Where the response went when it was given; undefined if that is not known or there was none. */
  readonly redirectUri: string | undefined
}

/** A new authorization code, still to be redeemed (RFC 6749 §4.1.2). */
export interface Code {
  readonly hash: Hash<'code'>
  readonly clientId: string
  readonly accountId: string
  readonly authorizationId: string
  readonly familyId: string
  readonly rights: Rights
  readonly redirectUri: string
  /** Whether the authorization request named the redirect URI, so that the token request must too (RFC 6749 §4.1.3). */
  readonly redirectUriSent: boolean
  readonly codeChallenge: string | undefined
  readonly context: GrantContext
  readonly expiresAt: Instant
}

/** The result of redeeming a code. */
export type Redemption =
  | { readonly outcome: 'redeemed'; readonly code: Code }
  | { readonly outcome: 'replayed'; readonly familyId: string }
  | { readonly outcome: 'unknown' }

/** An opaque access token as it is stored. */
export interface AccessToken {
  readonly hash: Hash<'access_token'>
  readonly id: string
  readonly clientId: string
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
  readonly familyId: string | undefined
  readonly rights: Rights
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** Undefined if the client acts for itself, or an older release wrote it. */
  readonly context: GrantContext | undefined
  /** Claims that the grant added. */
  readonly claims: JsonObject | undefined
}

/** The status of the account and the authorization behind a token, and what the authorization allows now. */
export interface GrantStatus {
  readonly accountActive: boolean
  readonly username: string | undefined
  /** Every token of the account issued until then is revoked; 0 for none. */
  readonly accountValidAfter: Instant
  readonly authorization: Authorization | undefined
  readonly familyRevoked: boolean
}

/** Reads and acts of one transaction: what they await is the database and nothing else. */
export interface GrantStores {
  /** Marks a code used. Of two callers racing with one code, exactly one gets `redeemed`; another client gets `unknown`. */
  redeemCode(hash: Hash<'code'>, clientId: string, now: Instant): Promise<Redemption>
  /**
   * Finds a family and its status, and locks it until the transaction ends: of two that hold the same, the second
   * finds what the first wrote.
   */
  holdFamily(id: string): Promise<(TokenFamily & { readonly status: GrantStatus }) | undefined>
  /** Moves a family that this transaction holds from one generation to another, unless it was revoked. */
  rotateFamily(rotation: Rotation): Promise<void>
  /** Revokes a family: its refresh tokens and its access tokens are no longer valid. */
  revokeFamily(id: string, now: Instant): Promise<void>
  findGrantStatus(query: GrantStatusQuery): Promise<GrantStatus>
  /** Reads the claims of a user by the names of OIDC Core §5.1, without `sub`; undefined for an account that was removed. */
  findUserClaims(query: UserQuery): Promise<JsonObject | undefined>
  addCode(code: Code): Promise<void>
  /** Notes that a client takes part in a session, so that it learns of the logout. */
  addSessionClient(client: SessionClient): Promise<void>
  addFamily(family: TokenFamily): Promise<void>
  addAccessToken(token: AccessToken): Promise<void>
  /** Adds an authorization; `userAgent` is the user agent of the browser in which it was given. */
  addAuthorization(authorization: Authorization, userAgent?: string): Promise<void>
}

/** Names the user whose claims are read, and for whom. */
export interface UserQuery {
  readonly accountId: string
  readonly client: Client
  /** The scopes that the client asks for or was granted, of APIs too. */
  readonly scope: Scope
}

/** A client that takes part in a session. */
export interface SessionClient {
  readonly sid: string
  readonly clientId: string
  readonly accountId: string
  /** Whether logout tokens are delivered to it (OIDC Back-Channel Logout §2.2). */
  readonly hasBackChannel: boolean
  readonly expiresAt: Instant
}

/** Names the account, the authorization and the family whose status is read. */
export interface GrantStatusQuery {
  readonly accountId: string
  readonly authorizationId: string | undefined
  readonly familyId?: string | undefined
}

/** The stores of the authorization server. A read sees every write that was acknowledged before it. */
export interface OAuthStores {
  /**
   * Runs `work` in one transaction; what it promises is on disk when the promise resolves, all of it or nothing.
   * It may be run again after a conflict. Two with the same `key`, such as one code, are run one after another.
   */
  transaction<T>(work: (stores: GrantStores) => Promise<T>, key?: string): Promise<T>
  findClient(id: string): Promise<Client | undefined>
  /** Lists the APIs in their order, the default one first; the same object until one changes. */
  listApis(): Promise<readonly Api[]>
  /** Reads the moment until which every token, session and authorization is revoked; 0 if that never happened. */
  findEpoch(): Promise<Instant>
  /** Reads which of these insecure options some client is allowed; the same object until a client changes. */
  findInsecureOptions(options: readonly InsecureOption[]): Promise<InsecureOptions>
  /** Lists an account's active authorizations for one client, newest first. */
  listAuthorizations(accountId: string, clientId: string, now: Instant): Promise<readonly Authorization[]>
  findAccessToken(
    hash: Hash<'access_token'>,
  ): Promise<(AccessToken & { readonly revoked: boolean; readonly status: GrantStatus | undefined }) | undefined>
  findFamily(id: string): Promise<TokenFamily | undefined>
  findGrantStatus(query: GrantStatusQuery): Promise<GrantStatus>
  /** Reads the claims of a user by the names of OIDC Core §5.1, without `sub`; undefined for an account that was removed. */
  findUserClaims(query: UserQuery): Promise<JsonObject | undefined>
  isJwtRevoked(id: string): Promise<boolean>
  revokeAccessToken(hash: Hash<'access_token'>, now: Instant): Promise<void>
  revokeJwt(id: string, expiresAt: Instant): Promise<void>
  /**
   * Revokes a family, and its authorization if no other family comes from it. Of two callers that revoke the last two, one
   * revokes the authorization. Returns whether it did.
   */
  revokeGrant(family: TokenFamily, now: Instant): Promise<boolean>
  /** Uses up a client assertion until it expires: of all callers with the same hash exactly one gets true (RFC 7523 §3). */
  spendAssertion(hash: Hash<'assertion'>, expiresAt: Instant): Promise<boolean>
}

/** The names of the insecure options that some client is allowed. */
export type InsecureOptions = ReadonlySet<string>

/** Signs and verifies the server's own JWTs, and decrypts what was encrypted for the server. */
export interface Keys {
  /**
   * Signs claims as a compact JWS with the algorithm's current key; synchronous because it is the hot path. A kind of token without a
   * type of its own has none, so that `verify` takes it for no other.
   */
  sign(algorithm: SigningAlgorithm, type: string | undefined, claims: object): string
  /** Verifies a JWS of our own; undefined if type, key or signature are not ours. */
  verify(jws: string, type: string): Readonly<Record<string, unknown>> | undefined
  /**
   * Decrypts a compact JWE that was encrypted to a published encryption key of this server; undefined, whatever is wrong with
   * it, so that nobody learns more.
   */
  decrypt(jwe: string): Promise<string | undefined>
  /** The public JWK Set, as JSON text (RFC 7517 §5). */
  jwks(): string
  /** Authenticates a message under a key that is not in the database. */
  mac(purpose: 'refresh_token' | 'refresh_origin' | 'pairwise_subject', message: Uint8Array): Uint8Array
}

/** Checks client secrets. */
export interface Secrets {
  /**
   * Decrypts the secret of a client whose method `keepsSecret`, and the previous one while both are valid; empty for any other
   * client.
   */
  reveal(client: Client): readonly string[]
  /** Whether it is a random secret that we made, which nobody guesses; false also for one that is hashed slowly. */
  knows(client: Client, secret: string): boolean
  /** Whether a slowly hashed secret was right before. It may be weak: guesses at it are to be counted. */
  remembers(client: Client, secret: string): boolean
  /** Whether the client proved a slowly hashed secret from this address before. */
  wasProvenFrom(client: Client, address: string | undefined): boolean
  /**
   * Compares a secret with a client's, also with the previous one while both are valid, and returns the hash that it matches.
   * Without a client it takes as long and returns undefined. Networks are served in turn.
   */
  verify(client: Client | undefined, secret: string, origin: SecretOrigin): Promise<string | undefined>
  /** Remembers where a secret was right and, with the hash that it matched, the secret, so that its next check costs nothing. */
  remember(
    client: Client,
    secret: string,
    where: { readonly address: string | undefined; readonly hash?: string },
  ): void
}

/** Where a secret comes from; those from a network with too many failures wait apart. */
export interface SecretOrigin {
  readonly address?: string | undefined
  readonly trust?: 'usual' | 'suspect'
}

/**
 * What is counted: wrong secrets of one client; those from an address if the client authenticated before; those of
 * all clients; and attempts without a secret.
 */
export type ClientAttemptKind = 'registration' | 'client' | 'client-proven' | 'client-address' | 'client-unproven'

export type ClientAttempts = Attempts<ClientAttemptKind>

/** Checks a user's password for the password grant (RFC 6749 §4.3), with the same guard as the login page. */
export interface PasswordLogin {
  logIn(attempt: {
    readonly username: string
    readonly password: string
    readonly address: string | undefined
    readonly requestId?: string | undefined
  }): Promise<
    | { readonly outcome: 'welcome'; readonly accountId: string }
    | { readonly outcome: 'refused' }
    | { readonly outcome: 'wait'; readonly seconds: number }
    | { readonly outcome: 'needs-second-factor' }
  >
}

/** Records what happened: who, what, when, from where; never a secret. */
export interface Audit {
  record(event: KnownEvent): void
}

/** Counts uses of authorizations and of clients in memory and stores them in the background. */
export interface Usage {
  note(authorizationId: string, now: Instant): void
  /** Notes that a client which registered itself got a token. */
  noteClient(clientId: string, now: Instant): void
}
