import type { LoginAccount } from '../ports.ts'
import type { Notice } from './mail.ts'

/** An account as mail needs it. */
export interface EmailAccount extends LoginAccount {
  readonly email: string | undefined
  readonly claims: Readonly<Record<string, unknown>>
  readonly isEmailVerified: boolean
  /** The language tag of the claim `locale`. */
  readonly locale: string | undefined
  /** Whether its password is kept here, and not by an embedding application. */
  readonly isLocal: boolean
}

/** A link, to be used together with what it allows. */
export interface LinkUse {
  /** The hash of the link's secret. */
  readonly hash: string
  /** The version of the credentials when the link was made: a link made before another change is of no use. */
  readonly version: string
  readonly now: number
}

/** A text by which a user names an account. */
export interface AskedAccount {
  /** As `normalizeUsername` returns it. */
  readonly username: string
  /** As `normalizeEmail` returns it; empty if the text is no address. */
  readonly email: string
}

/**
 * What changes by e-mail. Each change uses its link, and adds its notice, in the same transaction: of concurrent callers one
 * succeeds.
 */
export interface AccountEmails {
  find(id: string): Promise<EmailAccount | undefined>
  /** Finds the accounts that have the username or the address: few, since several may have one address. */
  findAsked(asked: AskedAccount): Promise<readonly EmailAccount[]>
  /** Sets the password of the account of a `recover` link, and ends the account's sessions. */
  recover(link: LinkUse, passwordHash: string, notice: (accountId: string) => Notice): Promise<LoginAccount | undefined>
  /** Sets the address, confirmed, of the account of a `change-email` or `verify-email` link. */
  confirmEmail(
    link: LinkUse & { readonly purpose: 'change-email' | 'verify-email' },
    email: string,
    /** Makes the notice to the address before, if the account had another one. */
    notice: (accountId: string, before: string) => Notice,
  ): Promise<{ readonly account: EmailAccount; readonly before: string | undefined } | undefined>
}
