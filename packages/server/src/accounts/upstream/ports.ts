import type { Instant } from '@valetkey/protocol'
import type { Notice } from '../mail/mail.ts'
import type { LoginAccount } from '../ports.ts'
import type { Members } from './provider.ts'

/** Sends a request that reaches no private network, and is bounded in time and size. */
export type GuardedRequest = (
  url: string,
  request: {
    readonly method: 'GET' | 'POST'
    readonly headers: Readonly<Record<string, string>>
    readonly accept: string
    readonly body?: string
    readonly timeoutMs: number
  },
) => Promise<
  | {
      readonly outcome: 'response'
      readonly status: number
      readonly headers: Readonly<Record<string, string | undefined>>
      readonly body: Uint8Array
    }
  | { readonly outcome: 'refused'; readonly reason: string; readonly description: string }
>

/** Loads a JSON document, or finds it in memory. */
export type LoadDocument = (
  url: string,
) => Promise<
  | { readonly outcome: 'loaded'; readonly document: unknown }
  | { readonly outcome: 'refused'; readonly reason: string; readonly description: string }
>

/** A user of a provider, who is the user of an account here. */
export interface UpstreamIdentity {
  readonly provider: string
  readonly subject: string
  readonly accountId: string
  /** The claims of the last login there. */
  readonly claims: Members
  readonly createdAt: Instant
  readonly lastUsedAt: Instant | undefined
}

/** An account as a login elsewhere finds it. */
export interface LinkedAccount {
  readonly account: LoginAccount
  readonly claims: Members
}

/** An identity that is about to be linked to an account. */
export interface NewIdentity {
  readonly provider: string
  readonly subject: string
  readonly claims: Members
  readonly now: Instant
}

export interface NewUpstreamAccount extends NewIdentity {
  readonly accountId: string
  readonly username: string
  readonly normalizedUsername: string
  readonly normalizedEmail: string | undefined
  readonly accountClaims: Members
  readonly credentialsVersion: string
}

/** What else a change of an account's logins writes. */
export interface LoginsChange {
  readonly credentialsVersion: string
  readonly notice: Notice
}

/** Keeps which users of providers are users of accounts. Only provider and subject identify one. */
export interface UpstreamStore {
  find(provider: string, subject: string): Promise<LinkedAccount | undefined>
  /** Notes a login. With claims of the account, these replace the ones it had. */
  noteLogin(identity: NewIdentity, accountId: string, accountClaims: Members | undefined): Promise<void>
  /**
   * Creates an account with its identity in one act. Of callers with the same identity or the same username, exactly one
   * gets `created`.
   */
  create(account: NewUpstreamAccount): Promise<'created' | 'username-taken' | 'linked'>
  /**
   * Links an identity to an account, changes its credentials version and adds the notice; `linked` if it already belongs to
   * one.
   */
  link(identity: NewIdentity, accountId: string, change: LoginsChange): Promise<'done' | 'linked' | 'gone'>
  list(accountId: string): Promise<readonly UpstreamIdentity[]>
  /**
   * Removes an identity of an account, changes its credentials version and adds the notice; `last` if the account would have no way left
   * to log in. Identities of other providers than the given ones are none.
   */
  unlink(
    accountId: string,
    identity: { readonly provider: string; readonly subject: string },
    change: LoginsChange & { readonly providers: readonly string[] },
  ): Promise<'done' | 'last' | 'unknown'>
  /** Whether an account has this verified e-mail address. */
  hasEmail(normalizedEmail: string): Promise<boolean>
  /** Notes that a token or state was used; false if it was before. */
  spend(hash: string, expiresAt: Instant): Promise<boolean>
}
