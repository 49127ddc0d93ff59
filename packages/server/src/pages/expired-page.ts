import { PageError, RedirectError } from '../oauth/authorization/errors.ts'
import type { AuthorizationFlow } from '../oauth/authorization/flow.ts'
import { loginInitiation } from '../oauth/openid/login-initiation.ts'
import type { Clock } from '../oauth/ports.ts'
import type { Words } from '../ui/words/en.ts'
import type { Browser } from './browser.ts'
import type { CarriedRequest } from './carried-request.ts'
import type { TitledProblem } from './error/show-problem.ts'

export interface ExpiredOptions {
  readonly flow: Pick<AuthorizationFlow, 'resume'>
  readonly clock: Clock
  readonly base: string
  readonly issuer: string
}

/** Shows that a browser sent no cookie: it was deleted, is refused, or another browser opened the page. Nothing is known of the app. */
export const withoutCookie = (base: string) => ({
  description: 'this browser did not send the cookie that belongs to this page',
  text: ({ problem }: Words) => problem.noCookie,
  advice: ({ problem }: Words) => problem.noCookieAdvice,
  waysOn: [{ href: `${base}/login`, label: ({ login }: Words) => login.logIn }],
})

/**
 * Makes the error page for a request that is completed, has expired, or belongs to another browser. Where it can be read,
 * the page names the app and links back to it: to its `initiate_login_uri`, or else to its home page and to the request.
 */
export async function expiredRequest(
  browser: Browser,
  carried: CarriedRequest | undefined,
  options: ExpiredOptions,
): Promise<PageError> {
  const asked = carried && (await readAgain(carried, options))
  if (browser.isNew && asked === undefined) return problem({ browser, ...withoutCookie(options.base) })
  if (carried === undefined || asked === undefined) {
    const description = 'the request was already answered or has expired'
    return problem({ description, browser, text: ({ expired }) => expired.text })
  }
  const { client, loginHint } = asked
  const { name, uri } = client
  const login = loginInitiation(client, options.issuer, loginHint)
  const again = {
    href: `${options.base}/authorize?${carried.parameters}`,
    label: ({ expired }: Words) => expired.again,
  }
  const home = uri === undefined ? [] : [{ href: uri, label: ({ expired }: Words) => expired.toApp(name) }]
  const atApp = login === undefined ? undefined : [{ href: login, label: ({ expired }: Words) => expired.atApp(name) }]
  return hasExpired(carried, options)
    ? problem({
        description: 'the request has expired',
        browser,
        text: ({ expired }) => expired.expired(name),
        waysOn: atApp ?? [again, ...home],
      })
    : problem({
        description: 'the request was already answered',
        browser,
        text: ({ expired }) => expired.answered(name),
        waysOn: atApp ?? [...home, again],
      })
}

/** Checks whether a request has been on its way for too long. */
export function hasExpired({ expiresAt }: CarriedRequest, { clock }: Pick<ExpiredOptions, 'clock'>): boolean {
  return expiresAt <= clock()
}

function problem(more: Pick<TitledProblem, 'browser' | 'description' | 'text' | 'advice' | 'waysOn'>): PageError {
  const title = ({ expired }: Words) => expired.title
  const shown: TitledProblem = { status: 400, code: 'invalid_request', clause: undefined, title, ...more }
  return new PageError(shown)
}

/** A client that was removed or changed since, so that the request is refused, is not named. */
async function readAgain({ parameters }: CarriedRequest, { flow }: Pick<ExpiredOptions, 'flow'>) {
  try {
    return await flow.resume(parameters)
  } catch (cause) {
    if (cause instanceof PageError || cause instanceof RedirectError) return undefined
    throw cause
  }
}
