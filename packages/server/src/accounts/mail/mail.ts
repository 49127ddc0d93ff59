import type { Instant } from '@valetkey/protocol'
import type { AccountEmails } from './account-emails.ts'
import type { OneTimeLinks } from './one-time-links.ts'

/** What a message is for: metrics and the log name it. */
export type MailKind = 'recovery' | 'email-change' | 'email-verification' | 'sign-up' | 'invitation' | 'notice'

/** A message to one address, complete but for its sender. */
export interface NewMail {
  readonly kind: MailKind
  readonly accountId?: string | undefined
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** When sending it is of no use any more. */
  readonly expiresAt: Instant
}

/** A message that is written when it is sent, so that the request which causes it lasts the same whatever follows. */
export interface MailTask {
  readonly kind: MailKind
  /** Whose account it is about, if that is known yet: it is removed with the account. */
  readonly accountId?: string | undefined
  /** What its writer needs; encrypted at rest. */
  readonly data: Readonly<Record<string, string>>
  readonly expiresAt: Instant
}

/** Writes the messages of a task; none, and nobody learns of it, if there is nobody to write to. May run more than once. */
export type MailWriter = (task: MailTask, now: Instant) => Promise<readonly NewMail[]>

/**
 * Mail to be sent. What was put survives a crash and is sent in the background, once or, after a crash, more often. Without
 * mail it is dropped; so is what exceeds the outbox's limits.
 */
export interface Outbox {
  put(mail: NewMail): Promise<void>
  /** Puts a message that the writer of its kind writes later: one row, whatever the data. */
  putTask(task: MailTask): Promise<void>
  /** Makes the row of a task, for a store that adds it itself; undefined without mail, or if too many messages wait. */
  prepareTask(task: MailTask): StoredMail | undefined
  /** Announces that such a row was added. */
  announce(): void
}

/** A change of how an account is logged in to. */
export type CredentialChange =
  | 'password-changed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'second-factor-added'
  | 'second-factor-removed'
  | 'recovery-codes-made'
  | 'recovery-code-used'
  | 'email-changed'
  | 'login-linked'
  | 'login-unlinked'
  | 'deletion-requested'
  | 'deletion-cancelled'

/** From where a change was made. */
export interface ChangeContext {
  readonly address?: string | undefined
  readonly userAgent?: string | undefined
  readonly now: Instant
  /** The address to write to, if that is not the account's: the old one after a change. */
  readonly to?: string | undefined
}

/** The row of a notice, for the store that makes the change to add in the same transaction; undefined if none is sent. */
export type Notice = StoredMail | undefined

/** Notices to the owner of an account. */
export interface Notices {
  /** Makes the notice that an account's credentials change; it goes to the account's address, if it has one. */
  write(accountId: string, change: CredentialChange, context: ChangeContext): Notice
  /** Announces that notices were added, so that they are sent at once and not with the next round. */
  announce(): void
}

/** E-mail as the pages use it. */
export interface Mailing {
  /** How messages leave: by SMTP, to the page `/dev/outbox`, or not at all. What needs mail is offered unless `none`. */
  readonly way: 'smtp' | 'page' | 'none'
  readonly outbox: Outbox
  readonly notices: Notices
  readonly links: OneTimeLinks
  readonly accounts: AccountEmails
  /** Lists what the outbox page shows, the newest first. */
  listKept(): Promise<readonly KeptMail[]>
}

/** A message that was kept instead of sent. */
export interface KeptMail extends NewMail {
  readonly createdAt: Instant
}

/** A row of the outbox, with its content encrypted. */
export interface StoredMail {
  readonly id: string
  readonly accountId: string | undefined
  readonly kind: string
  readonly sealed: string
  readonly createdAt: Instant
  readonly dueAt: Instant
  readonly attempts: number
  readonly lastError: string | undefined
  readonly expiresAt: Instant
}

/** What the outbox holds. */
export interface MailCounts {
  readonly waiting: number
  /** Of these, those that were tried and failed. */
  readonly failing: number
  /** When the oldest of them was put. */
  readonly oldest: Instant | undefined
  readonly lastError: string | undefined
}

export interface MailStore {
  add(mail: StoredMail): Promise<void>
  /** Claims due messages until `leasedUntil`, in one statement: of two nodes, one gets each. */
  claim(times: { readonly now: Instant; readonly leasedUntil: Instant }): Promise<readonly StoredMail[]>
  /** Replaces a claimed task by its messages; not if another node has claimed it since, and not by those of removed accounts. */
  replace(claimed: StoredMail, by: readonly StoredMail[]): Promise<void>
  /** Removes a message that was sent. */
  remove(id: string): Promise<void>
  /** Keeps a message that the outbox page shows. */
  keep(id: string, now: Instant): Promise<void>
  /** Makes a claimed message due again, unless another node has claimed it since. */
  postpone(claimed: StoredMail, dueAt: Instant, error: string): Promise<void>
  /** Lists messages that were kept, the newest first. */
  listKept(most: number): Promise<readonly StoredMail[]>
  count(now: Instant): Promise<MailCounts>
}
