export type { AccountDataStore } from './account-data.ts'
export { credentialsVersion } from './credentials-version.ts'
export type { AccountEmails, EmailAccount, LinkUse } from './mail/account-emails.ts'
export { normalizeEmail } from './mail/email.ts'
export type { MailStore, Notice, StoredMail } from './mail/mail.ts'
export type { OneTimeLinkStore, StoredLink } from './mail/one-time-links.ts'
export type { NewAccount, SignUpLink, SignUpOutcome, SignUpStore } from './mail/sign-ups.ts'
export type { OwnAccount, OwnAccountStore, OwnEvent } from './own-account.ts'
export type { AddOutcome, Passkey, PasskeyStore, SpentChallenge } from './passkeys/store.ts'
export type {
  CodeAttempts,
  FactorChange,
  NewTotp,
  SecondFactorState,
  SecondFactorStore,
  TrustedDevice,
} from './second-factor/second-factor-store.ts'
export type { NewIdentity, UpstreamStore } from './upstream/ports.ts'
export type { Members } from './upstream/provider.ts'
export type { DirectoryMirror, DirectoryUser } from './user-directory.ts'

import type { Attempts, Instant } from '@valetkey/protocol'

/** A user who can log in. */
export interface Account {
  readonly id: string
  readonly username: string
  /** The `name` claim, else the username. */
  readonly displayName: string
  /** The claim `locale`: the language that the user chose (RFC 5646). */
  readonly locale?: string | undefined
  /** The claim `email` as `normalizeEmail` returns it, if it is verified. */
  readonly verifiedEmail?: string | undefined
  /** The version of the terms that the user accepted last; read for sessions only. */
  readonly acceptedTerms?: string | undefined
  readonly disabled: boolean
}

/** An account that somebody tries to log in to. */
export interface LoginAccount extends Account {
  /** Differs after every change of a credential. A session begins only at the version that was checked. */
  readonly credentialsVersion: string
}

/** Decides who may log in: this server's own accounts, or the users of an embedding application. */
export interface Accounts<A extends LoginAccount = LoginAccount> {
  /** @param username as `normalizeUsername` returns it */
  findByUsername(username: string): Promise<A | undefined>
  /**
   * Finds the account that a user means at a login: by username, or else by an e-mail address that is verified for exactly one
   * account. @param name as `normalizeUsername` returns it
   */
  findByName(name: string): Promise<A | undefined>
  /** Compares a password; without an account it takes as long and returns false. @throws HasherBusy */
  verifyPassword(account: A | undefined, password: string, origin: PasswordOrigin): Promise<boolean>
  /**
   * Stores what sessions and authorizations refer to, if it is not stored yet; undefined if that is not possible. Returns the
   * account to begin a session for: its credentials have another version if its password was hashed again meanwhile.
   */
  enroll(account: A): Promise<A | undefined>
}

/** An account as it is stored, with the hash that its password is compared with. */
export interface StoredAccount extends LoginAccount {
  readonly passwordHash: string | undefined
}

export interface AccountStore {
  findByUsername(username: string): Promise<StoredAccount | undefined>
  /** Finds an account by username, or else by an address that is verified for no other; see `Accounts.findByName`. */
  findByName(name: string): Promise<StoredAccount | undefined>
  /**
   * Replaces the hash of a password by another of the same password; false if the account has another one by now. The
   * account's sessions stay.
   */
  rehash(id: string, before: string, after: string): Promise<boolean>
}

/** What is known of a login beyond its time. */
export interface SessionContext {
  /** Names the session for clients (OIDC Front-Channel Logout §3). */
  readonly sid?: string
  /** How well the login identified the user (OIDC Core §2). */
  readonly acr?: string
  /** The methods of the login, as RFC 8176 names them. */
  readonly amr?: readonly string[]
  /** The provider that identified the user, and its own name for the session there. */
  readonly upstream?: UpstreamSession
}

/** A session at another provider. */
export interface UpstreamSession {
  readonly provider: string
  readonly sid?: string | undefined
}

/** A signed-in browser, as stored. */
export interface Session {
  readonly hash: string
  readonly accountId: string
  readonly browserHash: string
  readonly userAgent: string
  readonly authenticatedAt: Instant
  readonly lastSeenAt: Instant
  readonly expiresAt: Instant
  /** Empty if an older release began the session. */
  readonly context: SessionContext
  /** The network address of the last use, as it is written with `lastSeenAt`; undefined if it is not known. */
  readonly lastAddress?: string | undefined
}

/** A session and the account it belongs to. */
export interface LiveSession extends Session {
  readonly account: Account
}

/** A session that ended, and the clients that took part in it: logout tokens of those that want them are queued. */
export interface EndedSession {
  /** Undefined if there was no such session, or an older release began it. */
  readonly sid: string | undefined
  readonly clientIds: readonly string[]
}

/** Keeps signed-in browsers. Whatever ends a session queues the logout tokens of its clients in the same act. */
export interface SessionStore {
  /**
   * Begins a session, notes that its browser is known to the account, and ends the session it replaces, in one act; none
   * if the account is disabled or its credentials have another version by now. Of an account's sessions and known
   * browsers the 50 last used are kept. Returns whether it began: of a login and a new password that race, no session
   * outlives both.
   */
  begin(session: Session, credentialsVersion: string, replaced: string | undefined): Promise<boolean>
  find(hash: string): Promise<LiveSession | undefined>
  /** Notes that a session was used, and from which address. */
  touch(hash: string, now: Instant, address?: string): Promise<void>
  end(hash: string): Promise<EndedSession>
  /** Ends a session of an account; a session of another account stays. */
  endOne(hash: string, accountId: string): Promise<void>
  /** Ends all sessions of an account but one, in one statement; returns how many. */
  endOthers(hash: string, accountId: string): Promise<number>
  list(accountId: string, now: Instant): Promise<readonly Session[]>
  /** Returns whether the account was logged in to with this browser before. */
  isKnownBrowser(browserHash: string, accountId: string): Promise<boolean>
}

/** An authorization request that waits for the decision of a logged-in user, bound to one browser. */
export interface Interaction {
  readonly id: string
  readonly browserHash: string
  /** Form-encoded; read and checked again at each step. */
  readonly parameters: string
  /** When the client asked. */
  readonly createdAt: Instant
  readonly expiresAt: Instant
}

/** A new interaction, and whom it counts for. */
export interface NewInteraction extends Interaction {
  readonly accountId: string
  /** The network it came from. */
  readonly addressPrefix: string
}

/** Keeps authorization requests until the decision. */
export interface InteractionStore {
  /** Adds an interaction. Of an account or an address prefix that has more than `most` now, the oldest are removed in the same act. */
  add(interaction: NewInteraction, most: InteractionLimits): Promise<void>
  find(id: string, browserHash: string, now: Instant): Promise<Interaction | undefined>
  /** Removes an interaction. Of two callers racing, exactly one gets true. */
  take(id: string, browserHash: string): Promise<boolean>
  /** Counts those that have not expired. */
  count(now: Instant): Promise<number>
}

/** How many interactions there may be at once. */
export interface InteractionLimits {
  readonly ofAccount: number
  readonly ofAddressPrefix: number
}

/**
 * What is counted: failed logins by one name, of one account by any of its names, from one address, by one name from one
 * address, from a known browser; requests to recover one account, and from one address; and requests to sign up with one e-mail
 * address, from one network address, and in all.
 */
export type LoginAttemptKind =
  | 'account'
  | 'account-any-name'
  | 'login-address'
  | 'pair'
  | 'known-browser'
  | 'recovery-account'
  | 'recovery-address'
  | 'sign-up-email'
  | 'sign-up-address'
  | 'sign-up-total'
  | 'email-change'

export type LoginAttempts = Attempts<LoginAttemptKind>

/** Too many passwords wait to be checked. */
export class HasherBusy extends Error {
  override readonly name = 'HasherBusy'
  /** After which trying again makes sense. */
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super(message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Where a password comes from, which decides where it waits for its turn. */
export interface PasswordOrigin {
  readonly address?: string | undefined
  /**
   * `known`: the user has signed in from there before; `suspect`: too many failures came from there. Each waits apart from
   * `usual` ones, so that none is refused because of another.
   */
  readonly trust?: 'known' | 'usual' | 'suspect'
}

/** Hashes and checks passwords, few at once while a bounded number waits. */
export interface PasswordHasher {
  hash(password: string): Promise<string>
  /**
   * Compares a password with a hash; without a hash it takes as long and returns false.
   * @throws HasherBusy if too many wait, and most of them came from that network, or if the wait was too long
   */
  verify(hash: string | undefined, password: string, origin?: PasswordOrigin): Promise<boolean>
}
