import type { Instant } from '@valetkey/protocol'
import type { Notice } from './mail/mail.ts'

type Claims = Readonly<Record<string, unknown>>

/** An account as its user sees it. */
export interface OwnAccount {
  readonly id: string
  readonly username: string
  readonly claims: Claims
  /** Where it is managed: `file` and `directory` accounts are changed there. */
  readonly source: string
  readonly hasPassword: boolean
  readonly credentialsVersion: string
  readonly createdAt: Instant
  /** When the claims last changed. */
  readonly updatedAt: Instant
}

/** One event of the audit log that concerns a user. */
export interface OwnEvent {
  readonly type: string
  readonly at: Instant
  readonly clientId: string | undefined
  /** Undefined if an operator acted. */
  readonly address: string | undefined
  /** Names its place in the list. */
  readonly place: string
}

/** What users change of their own accounts. */
export interface OwnAccountStore {
  find(id: string): Promise<OwnAccount | undefined>
  /** Replaces the claims if they are still `was`; of two changes of the same, one gets true. */
  changeClaims(change: {
    readonly id: string
    readonly was: Claims
    readonly claims: Claims
    readonly now: Instant
  }): Promise<boolean>
  /**
   * Sets the password if the credentials still have the version that was checked, ends all sessions but one, and adds the notice,
   * in one act. Of two changes of the same version, one gets true.
   */
  changePassword(change: {
    readonly id: string
    readonly checkedVersion: string
    readonly passwordHash: string
    /** A new version of the credentials. */
    readonly version: string
    /** The session that stays. */
    readonly sessionHash: string
    readonly notice: Notice
  }): Promise<boolean>
  /** Lists the events that concern an account, the newest first, from those before `before` on. */
  listEvents(
    id: string,
    page: { readonly before?: string | undefined; readonly most: number },
  ): Promise<readonly OwnEvent[]>
}
