import { PageError, RedirectError } from '../oauth/authorization/errors.ts'
import type { AuthorizationFlow } from '../oauth/authorization/flow.ts'
import type { Clock } from '../oauth/ports.ts'
import type { Browser } from './browser.ts'
import type { CarriedRequest } from './carried-request.ts'
import type { TitledProblem } from './error/show-problem.ts'

export interface ExpiredOptions {
  readonly flow: Pick<AuthorizationFlow, 'resume'>
  readonly clock: Clock
  readonly base: string
}

/** Describes a request whose browser sent no cookie: it was deleted, is refused, or another browser opened the page. */
export const lostCookie = 'this browser did not send the cookie that belongs to this page'

/** Suggests what to do without the cookie: nothing is known of the app that waits. */
export const withoutCookie = (base: string): Pick<TitledProblem, 'advice' | 'waysOn'> => ({
  advice:
    'Go back to the app and start again, or log in here to see your keys. If this comes again, your browser may refuse cookies: allow them for this site.',
  waysOn: [{ href: `${base}/login`, label: 'Log in' }],
})

/**
 * Makes the error page for a request that was answered, has expired, or belongs to another browser. Where it can be read,
 * the page names the app and leads back to it.
 */
export async function expiredRequest(
  browser: Browser,
  carried: CarriedRequest | undefined,
  options: ExpiredOptions,
): Promise<PageError> {
  const client = carried && (await findClient(carried, options))
  if (browser.isNew && client === undefined) return problem(lostCookie, { browser, ...withoutCookie(options.base) })
  if (carried === undefined || client === undefined) {
    const description = 'this request was already answered or has expired: go back to the app and start again'
    return problem(description, { browser })
  }
  const { name, uri } = client
  const toApp = uri === undefined ? [] : [{ href: uri, label: `Go to ${name}` }]
  const again = { href: `${options.base}/authorize?${carried.parameters}`, label: 'Start again' }
  const isExpired = hasExpired(carried, options)
  const description = isExpired
    ? `the request of ${name} has expired, because it was left open for more than half an hour: start again`
    : `the request of ${name} was answered already: go back to the app, or start again`
  return problem(description, { browser, waysOn: isExpired ? [again, ...toApp] : [...toApp, again] })
}

/** Checks whether a request has been on its way for too long. */
export function hasExpired({ expiresAt }: CarriedRequest, { clock }: Pick<ExpiredOptions, 'clock'>): boolean {
  return expiresAt <= clock()
}

function problem(description: string, more: Pick<TitledProblem, 'browser' | 'advice' | 'waysOn'>): PageError {
  const title = 'This page is out of date'
  const shown: TitledProblem = { status: 400, code: 'invalid_request', description, clause: undefined, title, ...more }
  return new PageError(shown)
}

/** A client that was removed or changed since, so that the request is refused, is not named. */
async function findClient({ parameters }: CarriedRequest, { flow }: Pick<ExpiredOptions, 'flow'>) {
  try {
    return (await flow.resume(parameters)).client
  } catch (cause) {
    if (cause instanceof PageError || cause instanceof RedirectError) return undefined
    throw cause
  }
}
