import type { Instant } from '@valetkey/protocol'
import type { Notice } from '../mail/mail.ts'

/** The second factors of an account, as stored. */
export interface SecondFactorState {
  /** The authenticator app: its secret, encrypted. */
  readonly totp: { readonly sealed: string; readonly createdAt: Instant } | undefined
  /** Recovery codes: all that were made last, and those not used yet. */
  readonly recoveryCodes: number
  readonly recoveryCodesLeft: number
  readonly passkeys: number
  /** Whether the operator requires a second factor of this account. */
  readonly isRequired: boolean
}

/** A browser in which the second factor is not asked for. */
export interface TrustedDevice {
  readonly hash: string
  readonly userAgent: string
  readonly createdAt: Instant
  readonly lastUsedAt: Instant
  readonly expiresAt: Instant
}

/**
 * A change of an account's second factors. In the same act its credentials get another version, so that logins in progress
 * fail, its trusted devices end, and the notice is added. It returns that version as a login knows it; undefined, with nothing changed, if the
 * account has another version than expected.
 */
export interface FactorChange {
  readonly accountId: string
  /** The new version of the credentials. */
  readonly version: string
  /** The version that they must have now, as a login knows it; undefined for any. */
  readonly expectedVersion?: string | undefined
  /** The hash of the one session that stays, if the others end. */
  readonly keptSession?: string | undefined
  readonly notice: Notice
  readonly now: Instant
}

export interface NewTotp {
  readonly sealed: string
  /** The step of the code that confirmed it: that code is used. */
  readonly step: number
  readonly recoveryHashes: readonly string[]
}

export interface SecondFactorStore {
  readonly attempts: CodeAttempts
  /** Undefined for an account that does not exist. */
  find(accountId: string): Promise<SecondFactorState | undefined>
  /** Notes that a code of a time step was used: of any number of callers with that step or an earlier one, one gets true. */
  useStep(accountId: string, step: number): Promise<boolean>
  /** Uses a code and adds the notice, in one act. Of any number of callers with the same code, one gets true. */
  useRecoveryCode(accountId: string, hash: string, now: Instant, notice: Notice): Promise<boolean>
  /** Sets up an authenticator app with new recovery codes, in place of those before. */
  setUpTotp(change: FactorChange, totp: NewTotp): Promise<string | undefined>
  /** Replaces the recovery codes. */
  replaceRecoveryCodes(change: FactorChange, hashes: readonly string[]): Promise<string | undefined>
  /** Removes the authenticator app and the recovery codes: passkeys stay. */
  remove(change: FactorChange): Promise<string | undefined>
  /** Notes a trusted device; of an account the 20 last used are kept. */
  trust(accountId: string, device: TrustedDevice): Promise<void>
  /** Checks whether a device is trusted, and notes the use. */
  useDevice(accountId: string, hash: string, now: Instant): Promise<boolean>
  listDevices(accountId: string, now: Instant): Promise<readonly TrustedDevice[]>
  /** Ends the trust in a device; all devices without a hash. Returns how many. */
  endTrust(accountId: string, hash: string | undefined): Promise<number>
}

/** A number of tries within a time. */
export interface CodeLimit {
  readonly points: number
  readonly milliseconds: number
}

/** Whose tries are counted. */
export interface CodeAttemptKey {
  readonly accountId: string
  /** The browser, if the account was logged in to with it before; empty for all others together. */
  readonly browserHash: string
}

/** Limits guesses at codes, for all processes of the server together. */
export interface CodeAttempts {
  /**
   * Counts a try before its code is checked, in one statement: of any number of callers at once no more than the limits allow
   * get undefined. Others get the time when a try is possible again.
   */
  count(
    attempt: CodeAttemptKey & { readonly now: Instant; readonly short: CodeLimit; readonly day: CodeLimit },
  ): Promise<Instant | undefined>
  /** Takes a try out of the count whose code was right. */
  forgive(key: CodeAttemptKey): Promise<void>
}
