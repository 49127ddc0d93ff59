import { type Reply, seeOther } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { toQuery } from '../login/destination.ts'

/** How old the login may be when a credential is changed, in milliseconds. */
const longest = 5 * 60_000

export interface FreshLoginOptions {
  readonly base: string
  readonly clock: () => number
}

/** Whether the user logged in so recently that credentials may be changed. */
export function hasFreshLogin(
  { session }: Pick<Browser, 'session'>,
  { clock }: Pick<FreshLoginOptions, 'clock'>,
): boolean {
  return session !== undefined && session.authenticatedAt + longest > clock()
}

/**
 * Leads to the login, and back to a page of the account after it, if the last login is more than five minutes ago;
 * undefined if it is not.
 */
export function needsFreshLogin(
  browser: Pick<Browser, 'session'>,
  path: '/account' | `/account/${string}`,
  options: FreshLoginOptions,
): Reply | undefined {
  return hasFreshLogin(browser, options) ? undefined : seeOther(`${options.base}/login${toQuery({ path })}`)
}
