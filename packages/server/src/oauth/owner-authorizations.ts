import type { ExpiringRights } from './expiring-rights.ts'
import type { Authorization, Instant } from './ports.ts'
import type { Rights } from './rights.ts'

/** An authorization as its user sees it. */
export interface OwnedAuthorization extends Authorization {
  /** The User-Agent of the browser in which the user consented; undefined if there was none. */
  readonly userAgent: string | undefined
  readonly lastUsedAt: Instant | undefined
  readonly useCount: number
}

/** Reads and changes a user's own authorizations; those of other users are never changed. */
export interface OwnerAuthorizations {
  /** Lists a user's active authorizations, newest first. */
  list(accountId: string, now: Instant): Promise<readonly OwnedAuthorization[]>
  /** Reduces an authorization to the given rights and expiry. Returns false if it does not exist or its rights are no longer those in `was`. */
  narrow(change: AuthorizationChange): Promise<boolean>
  /** Revokes an authorization and every token issued under it; returns false if it was not active. */
  revoke(id: string, accountId: string, now: Instant): Promise<boolean>
  /** Revokes every active authorization of an account, in one statement, and returns them. */
  revokeAll(accountId: string, now: Instant): Promise<readonly NamedAuthorization[]>
  /** Revokes the authorizations that were given before a moment and not used since, in one statement, and returns them. */
  revokeUnused(accountId: string, before: Instant, now: Instant): Promise<readonly NamedAuthorization[]>
  /**
   * Undoes one revocation by its user, in one statement, and returns the authorizations that are active again, with the
   * tokens that were issued under them and are not revoked themselves. Of two concurrent callers exactly one restores
   * them. Where another revocation came after it, nothing changes.
   */
  restore(revocation: Revocation): Promise<readonly NamedAuthorization[]>
}

export type NamedAuthorization = Pick<Authorization, 'id' | 'clientId'>

/** One revocation by a user: of one authorization, or of those that were not used since a moment. */
export interface Revocation {
  readonly accountId: string
  readonly revokedAt: Instant
  readonly what: { readonly id: string } | { readonly before: Instant }
}

/** An authorization reduced by its user. */
export interface AuthorizationChange extends ExpiringRights {
  readonly id: string
  readonly accountId: string
  /** The rights that the user saw: of two concurrent changes, neither restores what the other removed. */
  readonly was: Rights
  /** Ignored if another change has already set an earlier expiry. */
  readonly endsAt: Instant | undefined
}
