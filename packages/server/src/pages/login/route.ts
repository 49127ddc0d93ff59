import { parameter } from '@valetkey/protocol'
import { isFlood, type LoginResult, logIn } from '../../accounts/log-in.ts'
import { HasherBusy } from '../../accounts/ports.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import { browserCookie, browserCookieSeconds, readVisit, sessionCookie, toOwner, type Visit } from '../browser.ts'
import { addressField, type CarriedRequest, openRequest, sealRequest } from '../carried-request.ts'
import { hasExpired, outdated } from '../expired-page.ts'
import { findInteraction, toNextStep } from '../interaction.ts'
import type { PageContext } from '../options.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { type LoginPage, loginPage } from './page.ts'

/** Shows the login form; where the request of the address needs no login by now, leads on. */
export async function showLogin(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { flow, clock } = context
  const visit = await readVisit(request, context)
  const carried = await readCarried(request, visit, context)
  if (carried !== undefined && visit.session !== undefined && !hasExpired(carried, context)) {
    const asked = await flow.read(carried.parameters)
    const since = Math.min(carried.createdAt, clock())
    const { outcome } = await flow.evaluate(asked, toOwner(visit.session), since)
    if (outcome !== 'login') return toNextStep(carried, context)
  }
  return show({ visit, carried, status: 200 }, {}, context)
}

/** Checks username and password; a right pair begins a session under a new id (303, never 307: RFC 9700 §4.12). */
export async function submitLogin(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { origin, sessions, web, lifetimes, audit, clock } = context
  const visit = await readVisit(request, context)
  const { form, token } = await readPosted(request, visit, origin)
  if (token === 'wrong' && (visit.isNewBrowser || visit.session !== undefined)) throw outdatedForm(visit)
  const carried = await readCarried(request, visit, context)
  if (token !== 'right') {
    // Somebody logged in meanwhile, in another tab: nobody is logged in over them, and the request goes on.
    if (visit.session !== undefined) return goOn(carried, context)
    return show({ visit, carried, status: 403 }, { isOutdated: true }, context)
  }
  const username = parameter(form, 'username') ?? ''
  const attempt = {
    username,
    password: parameter(form, 'password') ?? '',
    address: request.remoteAddress,
    browserHash: hashSecret('browser', visit.browser),
  }
  const refuse = (result: Refusal) => {
    const { accountId, outcome } = result
    audit.record({ type: 'login.failed', accountId, ...originOf(request), detail: outcome, flood: isFlood(result) })
    const status = outcome === 'wait' ? 429 : 400
    return show({ visit, carried, status }, { username, ...failure(result) }, context)
  }
  const result = await logInOrSayBusy(attempt, context)
  if (result.outcome !== 'welcome') return refuse(result)
  const userAgent = request.headers.get('user-agent') ?? ''
  const secret = await sessions.begin({
    account: result.account,
    browser: visit.browser,
    replaced: visit.sessionSecret,
    userAgent,
    now: clock(),
  })
  // The password was changed, or the account disabled, while it was checked.
  if (secret === undefined) return refuse({ outcome: 'refused', accountId: result.account.id })
  audit.record({ type: 'login.succeeded', accountId: result.account.id, ...originOf(request) })
  const cookies = [
    web.writeCookie(sessionCookie, secret, lifetimes.session),
    web.writeCookie(browserCookie, visit.browser, browserCookieSeconds),
  ]
  const reply = goOn(carried, context)
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}

/**
 * Opens the request of a page's address; undefined where the address has none. One that the release before has stored
 * already is found by its id.
 * @throws PageError for a request that is not of this browser
 */
async function readCarried(
  request: OAuthRequest,
  visit: Visit,
  context: PageContext,
): Promise<CarriedRequest | undefined> {
  const [sealed, id] = [addressField(request, 'request'), addressField(request, 'interaction')]
  if (sealed === undefined && id === undefined) return undefined
  const stored = sealed === undefined ? await findInteraction(id, visit, context) : undefined
  const carried = stored === undefined ? openRequest(sealed, visit, context) : sealRequest(stored, visit, context)
  if (carried === undefined) throw await outdated(visit, undefined, context)
  return carried
}

function goOn(carried: CarriedRequest | undefined, context: PageContext): Reply {
  return carried === undefined ? seeOther(`${context.base}/keys`) : toNextStep(carried, context)
}

async function logInOrSayBusy(attempt: Parameters<typeof logIn>[0], context: PageContext): Promise<LoginResult> {
  try {
    return await logIn(attempt, { ...context, sessions: context.sessionStore })
  } catch (cause) {
    if (cause instanceof HasherBusy) return { outcome: 'wait', seconds: cause.retryAfterSeconds, accountId: undefined }
    throw cause
  }
}

type Refusal = Exclude<LoginResult, { readonly outcome: 'welcome' }>

function failure(result: Refusal): Partial<LoginPage> {
  if (result.outcome === 'wait') return { retryAfterSeconds: result.seconds }
  return { error: 'Username or password is wrong.' }
}

interface Showing {
  readonly visit: Visit
  readonly carried: CarriedRequest | undefined
  readonly status: number
}

async function show(
  { visit, carried, status }: Showing,
  shown: Partial<LoginPage>,
  context: PageContext,
): Promise<Reply> {
  const { base, render, flow } = context
  if (carried !== undefined && hasExpired(carried, context)) throw await outdated(visit, carried, context)
  const asked = carried && (await flow.read(carried.parameters))
  const retry = shown.retryAfterSeconds
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  return render({ status, visit, kind: asked ? 'flow' : 'other', headers }, (chrome) =>
    loginPage({
      chrome,
      action: carried === undefined ? `${base}/login` : `${base}/login?request=${carried.sealed}`,
      csrfToken: visit.formToken,
      clientName: asked?.client.name,
      ...shown,
    }),
  )
}
