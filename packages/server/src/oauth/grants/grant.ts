import type { OAuthError, Parameters, Scope } from '@valetkey/protocol'
import type { AuditType } from '../audit-event.ts'
import type { Client } from '../client.ts'
import type { GrantContext, JsonObject } from '../grant-context.ts'
import type { InsecureOption } from '../insecure-option.ts'
import type { GrantStatus, GrantStores, Instant, Keys, OAuthStores, PasswordLogin, Rotation } from '../ports.ts'
import type { Rights } from '../rights.ts'
import type { RefreshSource } from '../tokens/refresh-source.ts'

/** What a grant may look at. */
export interface GrantRequest {
  readonly client: Client
  readonly form: Parameters
  readonly now: Instant
  /** The caller's address; for limits and the audit only. */
  readonly address: string | undefined
  /** The caller's user agent; for the audit only. */
  readonly userAgent?: string | undefined
  /** Returns the request's id, for the audit; called only where something is recorded. */
  readonly requestId?: () => string | undefined
}

/** The parts of the server that a grant may use: made once, at start. */
export interface GrantServices {
  /** Reads outside the transaction, served from memory. */
  readonly stores: Pick<OAuthStores, 'listApis' | 'findEpoch'>
  readonly keys: Pick<Keys, 'mac'>
  readonly login: PasswordLogin
  /** The identity scopes that the server serves. */
  readonly identityScopes: Scope
  /** Hashes the network and user agent of a request, to compare them with those of a later one. */
  readonly sourceHash: (source: RefreshSource) => string
  /** Seconds. */
  readonly lifetimes: {
    /** Without use, after which a refresh token expires. */
    readonly refreshTokenIdle: number
    /** Within which a retry gets the same successor, so that an honest client never loses its authorization. */
    readonly refreshTokenGrace: number
  }
}

/** What was allowed: the grant decides it, `tokens/issue` checks that it is still active and issues the tokens. */
export interface Granted {
  /** The resource owner; undefined if the client acts for itself. */
  readonly accountId?: string
  /** The authorization that this comes from; absent if the grant itself is the act of authorizing. */
  readonly authorizationId?: string
  /** The status of account and authorization, where `redeem` has read it in this transaction; else it is read. */
  readonly status?: GrantStatus
  /** All that was allowed. */
  readonly rights: Rights
  /** The rights of this access token; by default all that was allowed. */
  readonly tokenRights?: Rights
  /** The circumstances that the tokens and their successors keep; absent if the client acts for itself. */
  readonly context?: GrantContext
  /** The token family that this continues, or the id of a new one. */
  readonly family?: { readonly id: string; readonly generation: number; readonly expiresAt?: Instant }
  /** A rotation that is carried out once the gate let the request through: a refusal there does not spend a refresh token. */
  readonly rotation?: Rotation
  /** Members that the token response has in addition, such as `issued_token_type` (RFC 8693 §2.2.1). */
  readonly response?: JsonObject
  /** Claims that the access token has in addition, such as `act` (RFC 8693 §4.1). */
  readonly claims?: JsonObject
  /** An event for the audit log, recorded once the token is issued. */
  readonly note?: Note
}

/** Something that a grant noticed and that an operator may want to see. */
export interface Note {
  readonly type: AuditType
  readonly detail?: string
}

/** A grant's decision: what was allowed, or an act that finds it out inside the transaction that issues. */
export type GrantAnswer = Granted | Redeem

/** An act of the issuing transaction. */
export interface Redeem {
  /** Names what is redeemed: two requests about the same are served one after another. */
  readonly key: string
  /** It may be run again after a conflict. @throws OAuthError for a refusal; what it did to the stores is kept */
  readonly redeem: (stores: GrantStores) => Promise<Redeemed>
}

/** The outcome of an act. */
export type Redeemed = ({ readonly outcome: 'granted' } & Granted) | Replayed

/** A code or refresh token was used before: someone else may have it. The request is refused, and the audit log names the account. */
export interface Replayed {
  readonly outcome: 'replayed'
  readonly kind: 'code' | 'refresh token'
  readonly accountId: string | undefined
  readonly authorizationId: string | undefined
  readonly error: OAuthError
}

/** A way of asking for a token (RFC 6749 §1.3, §4.5). Adding one is a file and a line in `index.ts`. */
export interface Grant {
  /** The value of `grant_type`. */
  readonly type: string
  /** Whether a client that cannot keep a secret may use it. */
  readonly openToPublicClients: boolean
  /** What a client must have been allowed in order to use it; left out if that is nothing. */
  readonly insecureOption?: InsecureOption
  /** The clause that defines it, such as `RFC 6749 §4.4`. */
  readonly clause?: string
  /** The clients that `valetkey client add` registers for it by default: those that have users, or those that act for themselves. */
  readonly defaultFor?: 'users' | 'machines'
  /** Whether tokens are issued by it routinely, without an act of the user: the audit log then counts them. */
  readonly routine?: boolean
  /**
   * Decides what is allowed. What `redeem` awaits is the stores and nothing else: it runs inside the transaction.
   * @throws OAuthError with a code of RFC 6749 §5.2
   */
  authorize(request: GrantRequest, services: GrantServices): Promise<GrantAnswer>
}
