import type { LiveSession } from '../accounts/ports.ts'
import type { Sessions } from '../accounts/session.ts'
import { hashSecret } from '../oauth/hash.ts'
import { browserStateOf } from '../oauth/openid/session-state.ts'
import type { Clock, Owner } from '../oauth/ports.ts'
import type { OAuthRequest } from '../oauth/request.ts'
import { type Browser, otherSessionsCookie, readOtherSecrets, sessionCookie, toOwner } from './browser.ts'
import type { Web } from './ports.ts'

/** The cookie's value after a logout. Without a cookie, scripts could not distinguish a logout from a browser that blocks cookies. */
const loggedOut = '-'

/** How many accounts may be logged in in one browser at once. */
const mostAccounts = 5

/** An account that is logged in in a browser. */
export interface SignedIn {
  /** The secret of its session. */
  readonly secret: string
  readonly session: LiveSession
}

export interface SignedInOptions {
  readonly sessions: Pick<Sessions, 'find' | 'end'>
  readonly clock: Clock
}

/** Finds the sessions of a browser other than the current one, the last used account first; those that ended are left out. */
export async function findOthers(
  { otherSecrets }: Pick<Browser, 'otherSecrets'>,
  { sessions, clock }: SignedInOptions,
): Promise<readonly SignedIn[]> {
  const now = clock()
  const found = await Promise.all(
    otherSecrets.slice(0, mostAccounts).map(async (secret) => ({ secret, session: await sessions.find(secret, now) })),
  )
  return found.flatMap(({ secret, session }) => (session === undefined ? [] : [{ secret, session }]))
}

/** Reads which other users are logged in in the browser. */
export async function readOtherOwners(
  request: OAuthRequest,
  { web, ...options }: SignedInOptions & { readonly web: Web },
): Promise<readonly Owner[]> {
  const otherSecrets = readOtherSecrets(request.headers.get('cookie'), web)
  return (await findOthers({ otherSecrets }, options)).map(({ session }) => toOwner(session))
}

/** Finds every account that is logged in in a browser, the current one first. */
export async function findSignedIn(browser: Browser, options: SignedInOptions): Promise<readonly SignedIn[]> {
  const { session, sessionSecret: secret } = browser
  const others = await findOthers(browser, options)
  return session === undefined || secret === undefined ? others : [{ secret, session }, ...others]
}

/** What happens to the sessions of a browser when an account logs in. */
export interface MakingRoom {
  readonly kept: readonly SignedIn[]
  /** Sessions that end: those of the same account, and those beyond what a browser may have. */
  readonly ended: readonly SignedIn[]
}

/** Decides which sessions of a browser remain when an account logs in. */
export function makeRoom(signedIn: readonly SignedIn[], accountId: string): MakingRoom {
  const others = signedIn.filter(({ session }) => session.accountId !== accountId)
  const kept = others.slice(0, mostAccounts - 1)
  return { kept, ended: signedIn.filter((one) => !kept.includes(one)) }
}

/** Writes the cookies of a browser's sessions; without a current one the user has to choose an account or to log in. */
export function writeSessionCookies(
  { otherSecrets }: Pick<Browser, 'otherSecrets'>,
  { current, others }: { readonly current: string | undefined; readonly others: readonly Pick<SignedIn, 'secret'>[] },
  { web, lifetimes }: { readonly web: Web; readonly lifetimes: { readonly session: number } },
): readonly string[] {
  const write = (name: string, value: string) => web.writeCookie(name, value, value === '' ? 0 : lifetimes.session)
  const list = others.map(({ secret }) => secret).join('.')
  const hasChoice = list !== '' || otherSecrets.length > 0
  const secrets = [...(current === undefined ? [] : [current]), ...others.map(({ secret }) => secret)]
  const state = browserStateOf(secrets.map((secret) => hashSecret('session', secret)))
  const watched = web.writeBrowserState(state === '' ? loggedOut : state, lifetimes.session)
  return [...watched, write(sessionCookie, current ?? ''), ...(hasChoice ? [write(otherSessionsCookie, list)] : [])]
}
