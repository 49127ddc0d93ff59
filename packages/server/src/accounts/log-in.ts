import type { KnownPlaces } from './known-places.ts'
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

/** Whether failures like this one may come without end, so that one a minute is recorded and the others are counted. */
export function isFlood(result: Exclude<LoginResult, { readonly outcome: 'welcome' }>): boolean {
  // Wrong passwords of an account are limited by the account; usernames can be made up.
  return result.outcome === 'wait' || result.accountId === undefined
}

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
  readonly places: KnownPlaces
  readonly clock: () => number
}

const longestPassword = 1000

/**
 * Checks a password. An unknown name, a wrong password and a disabled account look and last the same. Guessing is slowed by
 * account, by address and by the pair of both, each address with the networks around it; a browser that the user has signed in
 * with before is counted by itself, so that a stranger's guesses never lock the owner out.
 */
export async function logIn(attempt: LoginAttempt, options: LogInOptions): Promise<LoginResult> {
  const { accounts, attempts, hasher, places, clock } = options
  const { address } = attempt
  const username = normalizeUsername(attempt.username)
  const account = await accounts.findByUsername(username)
  const isKnownBrowser = await findKnownBrowser(account, attempt, options)
  const keys = countedKeys(username, isKnownBrowser ? account : undefined, attempt)
  const seconds = await longestWait(keys, attempts)
  if (seconds > 0) return { outcome: 'wait', seconds, accountId: account?.id }
  const fits = attempt.password.length <= longestPassword
  const passwordHash = account?.passwordHash
  const isKnown = isKnownBrowser || (account !== undefined && places.isKnown(account.id, address, clock()))
  const origin = { address, standing: isKnown ? 'known' : 'usual' } as const
  const right = (await hasher.verify(passwordHash, fits ? attempt.password : '', origin)) && fits
  // Many guesses sent at once all passed the first check: those beyond the limit get no verdict.
  const late = await longestWait(keys, attempts)
  if (late > 0) return { outcome: 'wait', seconds: late, accountId: account?.id }
  if (right && account !== undefined && passwordHash !== undefined && !account.disabled) {
    places.note(account.id, address, clock())
    return { outcome: 'welcome', account: { ...account, passwordHash } }
  }
  await Promise.all(keys.map(({ kind, key, from }) => attempts.fail(kind, key, from)))
  return { outcome: 'refused', accountId: account?.id }
}

interface CountedKey {
  readonly kind: AttemptKind
  readonly key: string
  /** The address, where the networks around it are counted too. */
  readonly from?: string
}

async function longestWait(keys: readonly CountedKey[], attempts: Attempts): Promise<number> {
  return Math.max(...(await Promise.all(keys.map(({ kind, key, from }) => attempts.wait(kind, key, from)))))
}

async function findKnownBrowser(
  account: Account | undefined,
  { browserHash }: LoginAttempt,
  { sessions }: LogInOptions,
): Promise<boolean> {
  if (browserHash === undefined) return false
  // Looked up for an unknown name too, so that it takes the same time.
  return (await sessions.isKnownBrowser(browserHash, account?.id ?? '')) && account !== undefined
}

function countedKeys(
  username: string,
  owner: Account | undefined,
  { address, browserHash }: LoginAttempt,
): readonly CountedKey[] {
  if (owner !== undefined) return [{ kind: 'known-browser', key: `${owner.id}@${browserHash}` }]
  const from = address ?? 'unknown'
  return [
    { kind: 'account', key: username },
    { kind: 'login-address', key: '', from },
    { kind: 'pair', key: username, from },
  ]
}
