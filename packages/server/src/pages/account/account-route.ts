import type { Parameters } from '@valetkey/protocol'
import type { LiveSession } from '../../accounts/ports.ts'
import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, type BrowserOptions, readBrowser } from '../browser.ts'
import { toQuery } from '../login/destination.ts'
import { formRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { needsTerms, termsHref } from '../terms/terms-step.ts'
import { needsFreshLogin } from './fresh-login.ts'

export interface AccountRouteOptions extends BrowserOptions {
  /** The path of the issuer, without a slash at its end. */
  readonly base: string
  readonly origin: string
  readonly render: Render
  /** The version of the terms that users must have accepted; none by default. */
  readonly requiredTerms?: string | undefined
}

/** A page of the account that a logged-in user opens. */
export interface Visit {
  readonly request: OAuthRequest
  readonly browser: Browser
  readonly session: LiveSession
  readonly accountId: string
  readonly now: number
}

/** A form of the account that its user submits: its token was checked. */
export interface Submission extends Visit {
  readonly form: Parameters
}

type Path = '/account' | `/account/${string}`
type Show<Options> = (visit: Visit, options: Options) => Promise<Reply>
type Submit<Options> = (submission: Submission, options: Options) => Promise<Reply>

/** A page of the account: `fresh` if it needs a login within the last five minutes. */
export interface AccountRoute<Options> {
  readonly show: Show<Options>
  /** The form that the page posts to itself. */
  readonly submit?: Submit<Options>
  readonly fresh?: boolean
}

/** Makes the route of a page of the account. It needs a login, which leads back to it. */
export function accountRoute<Options extends AccountRouteOptions>(
  path: Path,
  { show, submit, fresh = false }: AccountRoute<Options>,
  options: Options,
): Route {
  const place = { page: path, fresh }
  const GET = async (request: OAuthRequest) => {
    const visit = toVisit(request, await readBrowser(request, options), place, options)
    return 'status' in visit ? visit : show(visit, options)
  }
  return pageRoute(path, submit === undefined ? { GET } : { GET, POST: submitter(place, submit, options) }, options)
}

/** Makes the route of a form on a page of the account. GET leads to the page. */
export function accountForm<Options extends AccountRouteOptions>(
  path: Path,
  { page, submit, fresh = false }: { readonly page: Path; readonly submit: Submit<Options>; readonly fresh?: boolean },
  options: Options,
): Route {
  return formRoute(path, submitter({ page, fresh }, submit, options), options, page)
}

interface Place {
  readonly page: Path
  readonly fresh: boolean
}

function submitter<Options extends AccountRouteOptions>(place: Place, submit: Submit<Options>, options: Options) {
  return async (request: OAuthRequest): Promise<Reply> => {
    const browser = await readBrowser(request, options)
    const { form, token } = await readPosted(request, browser, options.origin)
    if (token === 'wrong') throw outdatedForm(browser, options.base)
    const visit = toVisit(request, browser, place, options)
    if ('status' in visit) return visit
    if (token === 'outdated') throw outdatedForm(browser, options.base)
    return submit({ ...visit, form }, options)
  }
}

/** Returns the reply that leads to the login, if one is needed first. */
function toVisit(
  request: OAuthRequest,
  browser: Browser,
  { page, fresh }: Place,
  options: AccountRouteOptions,
): Visit | Reply {
  const { session } = browser
  if (session === undefined) return seeOther(`${options.base}/login${toQuery({ path: page })}`)
  if (needsTerms(session, options)) return seeOther(termsHref(undefined, { path: page }, options.base))
  const again = fresh ? needsFreshLogin(browser, page, options) : undefined
  return again ?? { request, browser, session, accountId: session.accountId, now: options.clock() }
}
