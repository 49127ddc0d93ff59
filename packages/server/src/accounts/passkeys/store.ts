import type { Instant } from '@valetkey/protocol'
import type { Notice } from '../mail/mail.ts'
import type { LoginAccount } from '../ports.ts'

/** A passkey of an account (a discoverable credential of WebAuthn), as stored. */
export interface Passkey {
  /** The credential id, base64url. */
  readonly id: string
  readonly accountId: string
  /** COSE, base64url. */
  readonly publicKey: string
  /** The signature counter of its last use; 0 for a passkey that does not count. */
  readonly counter: number
  /** How browsers can reach it, as they report it. */
  readonly transports: readonly string[]
  readonly name: string
  /** Whether it is copied to other devices of its user. */
  readonly isBackedUp: boolean
  /** The model of what keeps it; all zeros if unknown. */
  readonly aaguid: string
  readonly createdAt: Instant
  readonly lastUsedAt: Instant | undefined
}

/** A challenge that is used up in the act that it proves. */
export interface SpentChallenge {
  readonly hash: string
  readonly expiresAt: Instant
}

export type AddOutcome = 'added' | 'replayed' | 'full' | 'taken' | 'gone'

/** One use of a passkey, whose signature was verified. */
export interface PasskeyUse {
  readonly id: string
  readonly challenge: SpentChallenge
  readonly counter: number
  readonly isBackedUp: boolean
  readonly now: Instant
}

export interface PasskeyRemoval {
  readonly version: string
  /** The hash of the session that stays. */
  readonly keptSession: string
  readonly notice: Notice
}

/**
 * Keeps passkeys. Whatever adds one to an account or removes one gives its credentials a new version, and adds the notice, in
 * the same act.
 */
export interface PasskeyStore {
  list(accountId: string): Promise<readonly Passkey[]>
  find(id: string): Promise<{ readonly passkey: Passkey; readonly account: LoginAccount } | undefined>
  /**
   * Adds a passkey and uses up the challenge. Of two callers with one challenge, one gets `replayed`. `taken`: there is one
   * with this id; `full`: the account has `most` already; `gone`: the account is disabled or was removed.
   */
  add(
    passkey: Omit<Passkey, 'lastUsedAt'>,
    challenge: SpentChallenge,
    change: { readonly most: number; readonly version: string; readonly notice: Notice },
  ): Promise<AddOutcome>
  /** Renames a passkey of the account; returns whether there is one. */
  rename(id: string, accountId: string, name: string): Promise<boolean>
  /**
   * Removes a passkey of the account, unless it is the last way in which the account can log in: of two callers that remove
   * the last two ways, one gets `last`. Ends every session of the account but one.
   */
  remove(id: string, accountId: string, change: PasskeyRemoval): Promise<'removed' | 'last' | 'unknown'>
  /**
   * Notes a use and uses up the challenge. `replayed`: the challenge was used before; `copied`: the counter did not
   * increase, so that there may be a copy of the passkey (WebAuthn Level 3 §6.1.1); `gone`: it was removed.
   */
  use(use: PasskeyUse): Promise<'used' | 'replayed' | 'copied' | 'gone'>
}
