import type { Parameters } from '@valetkey/protocol'
import type { AuditType } from '../audit-event.ts'
import type { Client } from '../client.ts'
import type { GrantStores, Instant, Standing } from '../ports.ts'
import type { Rights } from '../rights.ts'

/** What a grant may look at. */
export interface GrantRequest {
  readonly client: Client
  readonly form: Parameters
  readonly now: Instant
  /** The caller's address; for limits and the audit only. */
  readonly address: string | undefined
  /** The caller's user agent; for the audit only. */
  readonly userAgent?: string | undefined
  /** Answers the request's id, for the audit; asked only where something is told. */
  readonly requestId?: () => string | undefined
}

/** What was allowed: the grant decides it, `tokens/issue` checks that it still stands and writes the tokens. */
export interface Granted {
  /** The person; undefined where the client acts for itself. */
  readonly accountId?: string
  /** The key this comes from; absent where the grant itself is the act of giving one. */
  readonly authorizationId?: string
  /** What person and key allow, where `redeem` has read it in this transaction; else it is read. */
  readonly standing?: Standing
  /** All that was allowed. */
  readonly rights: Rights
  /** What this access token is to carry; by default all that was allowed. */
  readonly tokenRights?: Rights
  /** When the person last logged in. */
  readonly authenticatedAt?: Instant
  /** Uses up what may be asked with again where the gate refuses, such as a refresh token; done once the gate let it through. */
  readonly spend?: () => Promise<unknown>
  /** What the audit is to record besides the token, once it is issued. */
  readonly note?: Note
  /** The line of tokens that this continues, or the id to begin one under. */
  readonly family?: { readonly id: string; readonly generation: number; readonly expiresAt?: Instant }
}

/** Something that a grant noticed and that an operator may want to see. */
export interface Note {
  readonly type: AuditType
  readonly detail?: string
}

/** What a grant answers: what was allowed, or an act that finds it out inside the transaction that issues. */
export type GrantAnswer = Granted | Redeem

/** An act of the issuing transaction. */
export interface Redeem {
  /** Names what is redeemed: two requests about the same are served one after another. */
  readonly key: string
  readonly redeem: (stores: GrantStores) => Promise<Granted>
}

/** A way of asking for a token (RFC 6749 §1.3, §4.5). Adding one is a file and a line in `index.ts`. */
export interface Grant {
  /** The value of `grant_type`. */
  readonly type: string
  /** Whether a client that cannot keep a secret may use it. */
  readonly openToPublicClients: boolean
  /** Whether tokens come by it all the time, without a new act of a person: the audit then counts them. */
  readonly routine?: boolean
  /**
   * Decides what is allowed. What `redeem` awaits is the stores and nothing else: it runs inside the transaction.
   * @throws OAuthError with a code of RFC 6749 §5.2
   */
  authorize(request: GrantRequest): Promise<GrantAnswer>
}
