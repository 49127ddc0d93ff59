import type { Instant } from '@valetkey/protocol'
import type { LoginAccount } from '../ports.ts'

/** A link of e-mail, to be used together with what it allows. */
export interface SignUpLink {
  /** The hash of the link's secret. */
  readonly hash: string
  readonly purpose: 'sign-up' | 'invitation'
  readonly now: Instant
}

/** An account that its user makes. */
export interface NewAccount {
  /** As `normalizeUsername` returns it. */
  readonly username: string
  readonly email: string
  readonly passwordHash: string
  /** Further claims. */
  readonly claims: Readonly<Record<string, unknown>>
  /** The version of the terms that the user accepted. */
  readonly terms?: string | undefined
}

/** `dead`: the link was used or has expired; `taken`: there is an account of that name or address. */
export type SignUpOutcome =
  | { readonly outcome: 'added'; readonly account: LoginAccount }
  | { readonly outcome: 'dead' }
  | { readonly outcome: 'taken' }

/** What users do themselves when they sign up, are invited, or accept terms. */
export interface SignUpStore {
  /**
   * Uses a link and adds the account, whose address is confirmed by it, in one act. Of concurrent callers with one link, or
   * with several links for one address, exactly one adds an account.
   */
  add(link: SignUpLink, account: NewAccount): Promise<SignUpOutcome>
  /** Uses an invitation and adds groups to those of an account, in one act; false if the invitation was used. */
  join(link: SignUpLink, accountId: string, groups: readonly string[]): Promise<boolean>
  /** Returns the version of the terms that an account has accepted. */
  findTerms(accountId: string): Promise<string | undefined>
  acceptTerms(accountId: string, version: string, now: Instant): Promise<void>
}
