import type { Instant } from '@valetkey/protocol'
import type { EmailAccount } from './mail/account-emails.ts'
import type { Notice } from './mail/mail.ts'

/** Everything held about an account, for its user: no secrets and no hashes. */
export type AccountData = Readonly<Record<string, unknown>>

/** What users take with them, and how they leave. */
export interface AccountDataStore {
  /** Gathers what is held about an account, with names of the JSON document. */
  export(id: string): Promise<AccountData>
  /** Returns when an account is deleted; undefined if it is not to be. */
  findDeletion(id: string): Promise<Instant | undefined>
  /** Marks an account for deletion, ends all its sessions and adds the notice, in one act; false if it is marked already. */
  requestDeletion(id: string, deleteAt: Instant, notice: Notice): Promise<boolean>
  /** Cancels the deletion and adds the notice, in one act; false if the account was not to be deleted. */
  cancelDeletion(id: string, notice: Notice): Promise<boolean>
  /**
   * Deletes the accounts that are due, each in one transaction, with every row about them except the audit log, and adds the
   * notice. Codes and access tokens are unusable then; the sweep removes them. An account with very many authorizations is
   * disabled first, and these are removed in several transactions. Returns the number of deleted accounts.
   */
  deleteDue(now: Instant, write: DeletionNotice, until?: DeletionUntil): Promise<number>
}

/** When the deletion stops early; the next call continues it. */
export interface DeletionUntil {
  readonly stop?: AbortSignal
  readonly hasTime?: () => boolean
}

/** Writes to the owner of an account that it was deleted; undefined if there is no address or no mail is sent. */
export type DeletionNotice = (account: EmailAccount) => Notice
