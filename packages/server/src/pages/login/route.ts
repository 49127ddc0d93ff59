import { parameter } from '@valetkey/protocol'
import { isFlood, type LogInOptions, type LoginResult, logIn } from '../../accounts/log-in.ts'
import { HasherBusy } from '../../accounts/ports.ts'
import type { AuthorizationRequest } from '../../oauth/authorization/check-request.ts'
import { expectsUser } from '../../oauth/authorization/expected-user.ts'
import type { AuthorizationFlow } from '../../oauth/authorization/flow.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import {
  type Browser,
  type BrowserOptions,
  browserCookie,
  browserCookieSeconds,
  readBrowser,
  toOwner,
} from '../browser.ts'
import { addressField, type CarriedRequest, openRequest, sealRequest } from '../carried-request.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import { toClientView } from '../client-view.ts'
import { expiredRequest, hasExpired } from '../expired-page.ts'
import { chooserHref, findInteraction, type InteractionOptions, toChooser, toNextStep } from '../interaction.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { findOthers, findSignedIn, makeRoom, writeSessionCookies } from '../signed-in.ts'
import { type LoginPage, loginPage } from './page.ts'

export interface LoginOptions extends BrowserOptions, LogoOptions, Pick<InteractionOptions, 'interactions'> {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly flow: Pick<AuthorizationFlow, 'resume' | 'evaluate' | 'isExpected'>
  readonly logIn: LogInOptions
  readonly audit: Audit
  /** Seconds. */
  readonly lifetimes: { readonly session: number }
}

export function loginRoutes(options: LoginOptions): readonly Route[] {
  return [pageRoute('/login', { GET: showLogin, POST: submitLogin }, options), aliasRoute('/login/', options, '/login')]
}

/** Shows the login form; if the request in the address needs no login any more, leads on. */
async function showLogin(request: OAuthRequest, options: LoginOptions): Promise<Reply> {
  const { flow, clock } = options
  const browser = await readBrowser(request, options)
  const carried = await readCarried(request, browser, options)
  const isOther = isForOther(request)
  if (!isOther && browser.session === undefined && (await findOthers(browser, options)).length > 0) {
    return toChooser(carried, options)
  }
  if (!isOther && carried !== undefined && browser.session !== undefined && !hasExpired(carried, options)) {
    const asked = await flow.resume(carried.parameters)
    const since = Math.min(carried.createdAt, clock())
    const { outcome } = await flow.evaluate(asked, toOwner(browser.session), since)
    if (outcome !== 'login') return toNextStep(carried, options)
  }
  return show(request, { browser, carried, status: 200 }, {}, options)
}

/** Checks username and password; a right pair begins a session under a new id (303, never 307: RFC 9700 §4.12). */
async function submitLogin(request: OAuthRequest, options: LoginOptions): Promise<Reply> {
  const { origin, sessions, web, audit, clock } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token === 'wrong' && (browser.isNew || browser.session !== undefined)) throw outdatedForm(browser, options.base)
  const carried = await readCarried(request, browser, options)
  if (token !== 'right') {
    // A user logged in in another tab in the meantime: that session is kept, and the request continues.
    if (browser.session !== undefined && isForOther(request)) return toChooser(carried, options)
    if (browser.session !== undefined) return goOn(carried, options)
    return show(request, { browser, carried, status: 403 }, { isOutdated: true }, options)
  }
  const username = parameter(form, 'username') ?? ''
  const fields = options.logIn.factors.flatMap((factor) => factor.fields)
  const attempt = {
    username,
    answers: Object.fromEntries(fields.map((field) => [field, parameter(form, field) ?? ''])),
    address: request.remoteAddress,
    browserHash: hashSecret('browser', browser.secret),
  }
  const refuse = (result: Refusal) => {
    const { accountId, outcome } = result
    audit.record({ type: 'login.failed', accountId, ...originOf(request), detail: outcome, flood: isFlood(result) })
    const status = outcome === 'wait' ? 429 : 400
    return show(request, { browser, carried, status }, { username, ...failure(result) }, options)
  }
  const result = await logInOrSayBusy(attempt, options)
  if (result.outcome !== 'welcome') return refuse(result)
  const userAgent = request.headers.get('user-agent') ?? ''
  const { kept, ended } = makeRoom(await findSignedIn(browser, options), result.account.id)
  const secret = await sessions.begin({
    account: result.account,
    methods: result.methods,
    sid: ended.find(({ session }) => session.accountId === result.account.id)?.session.context.sid,
    browser: browser.secret,
    replaced: ended[0]?.secret,
    userAgent,
    now: clock(),
  })
  // The password was changed, or the account disabled, while it was checked.
  if (secret === undefined) return refuse({ outcome: 'refused', accountId: result.account.id })
  audit.record({ type: 'login.succeeded', accountId: result.account.id, ...originOf(request) })
  for (const { secret: other } of ended.slice(1)) await sessions.end(other)
  for (const { session } of ended.filter((one) => one.session.accountId !== result.account.id)) {
    const detail = 'too many accounts in one browser'
    audit.record({ type: 'session.ended', accountId: session.accountId, ...originOf(request), detail })
  }
  const cookies = [
    ...writeSessionCookies(browser, { current: secret, others: kept }, options),
    web.writeCookie(browserCookie, browser.secret, browserCookieSeconds),
  ]
  const reply = goOn(carried, options)
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}

/**
 * Opens the request of a page's address; undefined if the address has none. One that the release before has stored
 * already is found by its id.
 * @throws PageError for a request that is not of this browser
 */
async function readCarried(
  request: OAuthRequest,
  browser: Browser,
  options: LoginOptions,
): Promise<CarriedRequest | undefined> {
  const [sealed, id] = [addressField(request, 'request'), addressField(request, 'interaction')]
  if (sealed === undefined && id === undefined) return undefined
  const stored = sealed === undefined ? await findInteraction(id, browser, options) : undefined
  const carried = stored === undefined ? openRequest(sealed, browser, options) : sealRequest(stored, browser, options)
  if (carried === undefined) throw await expiredRequest(browser, undefined, options)
  return carried
}

/** Whether the user wants to log in with an account that is not logged in yet. */
function isForOther(request: OAuthRequest): boolean {
  return addressField(request, 'other') !== undefined
}

function goOn(carried: CarriedRequest | undefined, options: LoginOptions): Reply {
  return carried === undefined ? seeOther(`${options.base}/keys`) : toNextStep(carried, options)
}

async function logInOrSayBusy(attempt: Parameters<typeof logIn>[0], options: LoginOptions): Promise<LoginResult> {
  try {
    return await logIn(attempt, options.logIn)
  } catch (cause) {
    if (cause instanceof HasherBusy) return { outcome: 'wait', seconds: cause.retryAfterSeconds, accountId: undefined }
    throw cause
  }
}

type Refusal = Exclude<LoginResult, { readonly outcome: 'welcome' }>

function failure(result: Refusal): Partial<LoginPage> {
  if (result.outcome === 'wait') return { retryAfterSeconds: result.seconds }
  return { isRefused: true }
}

interface Showing {
  readonly browser: Browser
  readonly carried: CarriedRequest | undefined
  readonly status: number
}

async function show(
  request: OAuthRequest,
  { browser, carried, status }: Showing,
  shown: Partial<LoginPage>,
  options: LoginOptions,
): Promise<Reply> {
  const { base, render, flow } = options
  if (carried !== undefined && hasExpired(carried, options)) throw await expiredRequest(browser, carried, options)
  const asked = carried && (await flow.resume(carried.parameters))
  const retry = shown.retryAfterSeconds
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  const isOther = isForOther(request)
  const known = asked === undefined || isOther ? {} : await findUsername(asked, browser, options)
  const fields = [...(carried === undefined ? [] : [`request=${carried.sealed}`]), ...(isOther ? ['other=yes'] : [])]
  const isSignedIn = browser.session !== undefined || browser.otherSecrets.length > 0
  const rendering = { status, browser, kind: asked ? 'flow' : 'other', headers, locales: asked?.uiLocales } as const
  return render(request, rendering, (chrome) =>
    loginPage({
      chrome,
      action: `${base}/login${fields.length === 0 ? '' : `?${fields.join('&')}`}`,
      csrfToken: browser.formToken,
      client: asked && toClientView(asked.client, options),
      switchHref: isSignedIn ? chooserHref(carried, base) : undefined,
      ...known,
      ...shown,
    }),
  )
}

/** Finds the username that the client or the browser already knows, and whether it is that of another login. */
async function findUsername(
  asked: AuthorizationRequest,
  browser: Browser,
  options: LoginOptions,
): Promise<Pick<LoginPage, 'username' | 'isRepeated'>> {
  const { loginHint } = asked
  const signedIn = expectsUser(asked) ? await findSignedIn(browser, options) : [browser]
  const expected = signedIn.find(({ session }) => session && options.flow.isExpected(asked, toOwner(session)))
  const username = expected?.session?.account.username
  const isRepeated = username !== undefined && (loginHint ?? username).toLowerCase() === username
  return { username: loginHint ?? username, isRepeated }
}
