import type { OneTimeLink } from '../../accounts/mail/one-time-links.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { Browser } from '../browser.ts'
import { type SealingOptions, sealRequest } from '../carried-request.ts'
import type { Destination } from '../login/destination.ts'

/** The longest request that a link carries, in characters: the outbox bounds what a message holds. */
const longestCarried = 2_800

/** The page that says where to go on. */
export const donePath = '/sign-up/done'

/** Writes a destination into the data of a link. A request that is too long is only noted. */
export function carryDestination({ carried, path }: Destination): Readonly<Record<string, string>> {
  if (carried === undefined) return path === undefined ? {} : { path }
  const { parameters, createdAt } = carried
  if (parameters.length > longestCarried) return { app: 'yes' }
  return { app: 'yes', parameters, askedAt: String(createdAt) }
}

/**
 * Reads the destination of a link. An app's request continues in the browser that made it, and in no other: a person who
 * passed the link on to someone else would otherwise get a login of that user.
 */
export function readCarried(
  { data, browserHash }: Pick<OneTimeLink, 'data' | 'browserHash'>,
  browser: Browser,
  options: SealingOptions,
): Destination {
  const { app, parameters, askedAt, path } = data
  const isSame = browserHash === hashSecret('browser', browser.secret)
  if (app !== undefined && parameters !== undefined && isSame) {
    return { carried: sealRequest({ parameters, createdAt: Number(askedAt) }, browser, options) }
  }
  if (app !== undefined) return { path: donePath }
  return { path: isSame && path !== undefined ? path : '/account' }
}
