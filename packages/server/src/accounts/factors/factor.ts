import type { LoginAccount, PasswordOrigin } from '../ports.ts'

/** What a login form sent, by the names of its fields. */
export type Answers = Readonly<Record<string, string>>

export interface FactorAttempt {
  /** Undefined for an unknown username: the check has to take as long. */
  readonly account: LoginAccount | undefined
  readonly answers: Answers
  readonly origin: PasswordOrigin
}

/**
 * One step of a login with username and password: all factors of the list have to succeed. Logins with a passkey or at another
 * provider run none of them. The second factor that a user sets up is in `accounts/second-factor/`.
 */
export interface Factor {
  readonly name: string
  /** The name of the method in `amr` (RFC 8176 §2). */
  readonly method: string
  /** The form fields that it reads. */
  readonly fields: readonly string[]
  /** Checks the answers; it neither counts failures nor looks at whether the account is disabled. @throws HasherBusy */
  verify(attempt: FactorAttempt): Promise<boolean>
}
