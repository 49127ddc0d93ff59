import type {
  Account,
  AccountStore,
  AttemptKind,
  Attempts,
  PasswordHasher,
  ProvenAccount,
  SessionStore,
} from './ports.ts'
import { normalizeUsername } from './username.ts'

/** What became of an attempt to log in; of a failed one the account is for the audit alone, never for who tried. */
export type LoginResult =
  | { readonly outcome: 'welcome'; readonly account: ProvenAccount }
  | { readonly outcome: 'refused'; readonly accountId: string | undefined }
  | { readonly outcome: 'wait'; readonly seconds: number; readonly accountId: string | undefined }

/** An attempt to log in with a password. */
export interface LoginAttempt {
  readonly username: string
  readonly password: string
  readonly address: string | undefined
  /** The hash of the browser's own cookie, where it has one. */
  readonly browserHash: string | undefined
}

/** What logging in needs. */
export interface LogInOptions {
  readonly accounts: AccountStore
  readonly sessions: Pick<SessionStore, 'isKnownBrowser'>
  readonly attempts: Attempts
  readonly hasher: PasswordHasher
}

const longestPassword = 1000

/**
 * Checks a password. An unknown name, a wrong password and a disabled account look and last the same.
 * Guessing is slowed by account, by address and by the pair of both; a browser that the person has
 * logged in with before is counted by itself, so that a stranger's guesses never lock the owner out.
 */
export async function logIn(attempt: LoginAttempt, options: LogInOptions): Promise<LoginResult> {
  const { accounts, attempts, hasher } = options
  const username = normalizeUsername(attempt.username.slice(0, 300))
  const account = await accounts.findByUsername(username)
  const keys = await countedKeys(username, account, attempt, options)
  const seconds = await longestWait(keys, attempts)
  if (seconds > 0) return { outcome: 'wait', seconds, accountId: account?.id }
  const fits = attempt.password.length <= longestPassword
  const passwordHash = account?.passwordHash
  const right = (await hasher.verify(passwordHash, fits ? attempt.password : '', attempt.address)) && fits
  // Many guesses sent at once all came past the first look: those beyond the limit are told nothing.
  const late = await longestWait(keys, attempts)
  if (late > 0) return { outcome: 'wait', seconds: late, accountId: account?.id }
  if (right && account !== undefined && passwordHash !== undefined && !account.disabled) {
    return { outcome: 'welcome', account: { ...account, passwordHash } }
  }
  await Promise.all(keys.map(([kind, key]) => attempts.fail(kind, key)))
  return { outcome: 'refused', accountId: account?.id }
}

type CountedKey = readonly [kind: AttemptKind, key: string]

async function longestWait(keys: readonly CountedKey[], attempts: Attempts): Promise<number> {
  return Math.max(...(await Promise.all(keys.map(([kind, key]) => attempts.wait(kind, key)))))
}

async function countedKeys(
  username: string,
  account: Account | undefined,
  { address, browserHash }: LoginAttempt,
  { sessions }: LogInOptions,
): Promise<readonly CountedKey[]> {
  if (browserHash !== undefined) {
    // Asked for an unknown name too, so that it lasts the same.
    const isKnown = await sessions.isKnownBrowser(browserHash, account?.id ?? '')
    if (isKnown && account !== undefined) return [['known-browser', `${account.id}@${browserHash}`]]
  }
  return [
    ['account', username],
    ['login-address', address ?? 'unknown'],
    ['pair', `${username}@${address}`],
  ]
}
