import type { LoginAccount, PasswordOrigin } from '../ports.ts'

/** What a login form sent, by the names of its fields. */
export type Answers = Readonly<Record<string, string>>

export interface FactorAttempt {
  /** Undefined for an unknown username: the check has to take as long. */
  readonly account: LoginAccount | undefined
  readonly answers: Answers
  readonly origin: PasswordOrigin
  readonly way: LoginWay
}

/** How a user logs in. `recovery` and `sign-up` are the logins that follow a new password by a link of e-mail. */
export type LoginWay = 'password' | 'passkey' | 'provider' | 'recovery' | 'sign-up'

/**
 * One step of a login: of the factors in the list, all that apply to its way have to succeed. The second factor that a user
 * sets up is in `accounts/second-factor/`.
 */
export interface Factor {
  readonly name: string
  /** The name of the method in `amr` (RFC 8176 §2). */
  readonly method: string
  /** The form fields that it reads; only logins with a password have a form. */
  readonly fields: readonly string[]
  /** The ways to log in that it applies to; by default every one, so that none leads around it. */
  readonly ways?: readonly LoginWay[]
  /** Checks the answers; it neither counts failures nor looks at whether the account is disabled. @throws HasherBusy */
  verify(attempt: FactorAttempt): Promise<boolean>
}
