import type { Answers, Factor } from './factors/factor.ts'
import { passFactors } from './factors/pass-factors.ts'
import type { KnownPlaces } from './known-places.ts'
import {
  type Account,
  type Accounts,
  HasherBusy,
  type LoginAccount,
  type LoginAttemptKind,
  type LoginAttempts,
  type SessionStore,
} from './ports.ts'
import { normalizeUsername } from './username.ts'

/** The result of an attempt to log in. The account of a failed one is for the audit log only, not for the caller. */
export type LoginResult =
  | { readonly outcome: 'welcome'; readonly account: LoginAccount; readonly methods: readonly string[] }
  | {
      readonly outcome: 'refused'
      readonly accountId: string | undefined
      /** Whether no password would have been accepted: there were too many wrong ones, by all names of the account. */
      readonly isLimited?: boolean
    }
  | { readonly outcome: 'wait'; readonly seconds: number; readonly accountId: string | undefined }

/** Whether failures like this one may come without end, so that one a minute is recorded and the others are counted. */
export function isFlood(result: Exclude<LoginResult, { readonly outcome: 'welcome' }>): boolean {
  // Wrong passwords of an account are limited by the account; usernames can be made up.
  return result.outcome === 'wait' || result.accountId === undefined
}

/** Describes a failure for the audit log. */
export function describeFailure(result: Exclude<LoginResult, { readonly outcome: 'welcome' }>): string {
  const isLimited = result.outcome === 'refused' && result.isLimited === true
  return isLimited ? 'refused: too many wrong passwords by all names of the account' : result.outcome
}

export interface LoginAttempt {
  /** What the user typed: a username or an e-mail address. */
  readonly username: string
  /** What was given for the factors, by the names of their fields. */
  readonly answers: Answers
  readonly address: string | undefined
  /** The hash of the browser's own cookie, if it has one. */
  readonly browserHash: string | undefined
}

export interface LogInOptions {
  readonly accounts: Pick<Accounts, 'findByName' | 'enroll'>
  readonly factors: readonly Factor[]
  readonly sessions: Pick<SessionStore, 'isKnownBrowser'>
  readonly attempts: LoginAttempts
  readonly places: KnownPlaces
  readonly clock: () => number
}

/**
 * Logs in with a username: checks every factor of logins with a password. An unknown name, a wrong password and a disabled account look and last the same. Guessing is slowed by
 * account, by address and by the pair of both, each address with the networks around it; a browser that the user has signed in
 * with before is counted by itself, so that a stranger's guesses never lock the owner out. An account is counted by each of its
 * names, and by all of them together: the latter limit refuses like a wrong password, since a wait would show that two names
 * are of one account.
 */
export async function logIn(attempt: LoginAttempt, options: LogInOptions): Promise<LoginResult> {
  const { accounts, factors, attempts, places, clock } = options
  const { address } = attempt
  const name = normalizeUsername(attempt.username)
  const account = await accounts.findByName(name)
  const isKnownBrowser = await findKnownBrowser(account, attempt, options)
  const keys = countedKeys(name, isKnownBrowser ? account : undefined, attempt)
  const anyName = isKnownBrowser ? [] : [countByAnyName(name, account)]
  const seconds = await longestWait(keys, attempts)
  if (seconds > 0) return { outcome: 'wait', seconds, accountId: account?.id }
  const isKnown = isKnownBrowser || (account !== undefined && places.isKnown(account.id, address, clock()))
  const origin = { address, trust: isKnown ? 'known' : 'usual' } as const
  const passed = await passFactors(factors, { account, answers: attempt.answers, origin, way: 'password' })
  // Many guesses sent at once all passed the first check: those beyond the limit get no verdict.
  const late = await longestWait(keys, attempts)
  if (late > 0) return { outcome: 'wait', seconds: late, accountId: account?.id }
  const isLimited = anyName.length > 0 && (await longestWait(anyName, attempts)) > 0
  const mayEnter = !isLimited && account !== undefined && !account.disabled
  const enrolled = 'methods' in passed && mayEnter ? await accounts.enroll(account) : undefined
  if ('methods' in passed && enrolled !== undefined) {
    places.note(enrolled.id, address, clock())
    return { outcome: 'welcome', account: enrolled, methods: passed.methods }
  }
  await Promise.all([...keys, ...anyName].map(({ kind, key, from }) => attempts.fail(kind, key, from)))
  return { outcome: 'refused', accountId: account?.id, isLimited }
}

/** Logs in; where too many passwords wait, says so instead of throwing. */
export async function logInOrSayBusy(attempt: LoginAttempt, options: LogInOptions): Promise<LoginResult> {
  try {
    return await logIn(attempt, options)
  } catch (cause) {
    if (cause instanceof HasherBusy) return { outcome: 'wait', seconds: cause.retryAfterSeconds, accountId: undefined }
    throw cause
  }
}

interface CountedKey {
  readonly kind: LoginAttemptKind
  readonly key: string
  /** The address, if the networks around it are counted too. */
  readonly from?: string
}

async function longestWait(keys: readonly CountedKey[], attempts: LoginAttempts): Promise<number> {
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

function countByAnyName(name: string, account: Account | undefined): CountedKey {
  // Counted for an unknown name too, so that it takes the same time.
  return { kind: 'account-any-name', key: JSON.stringify(account === undefined ? { name } : { id: account.id }) }
}

function countedKeys(
  name: string,
  owner: Account | undefined,
  { address, browserHash }: LoginAttempt,
): readonly CountedKey[] {
  if (owner !== undefined) return [{ kind: 'known-browser', key: `${owner.id}@${browserHash}` }]
  const from = address ?? 'unknown'
  return [
    { kind: 'account', key: name },
    { kind: 'login-address', key: '', from },
    { kind: 'pair', key: name, from },
  ]
}
