import { parameter } from '@valetkey/protocol'
import { isFlood, type LogInOptions, type LoginResult, logIn } from '../../accounts/log-in.ts'
import { HasherBusy } from '../../accounts/ports.ts'
import type { AuthorizationRequest } from '../../oauth/authorization/check-request.ts'
import { expectsUser } from '../../oauth/authorization/expected-user.ts'
import type { AuthorizationFlow } from '../../oauth/authorization/flow.ts'
import { hashSecret } from '../../oauth/hash.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, type BrowserOptions, readBrowser, toOwner } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import { toClientView } from '../client-view.ts'
import { expiredRequest, hasExpired } from '../expired-page.ts'
import { chooserHref, type InteractionOptions, toChooser, toNextStep } from '../interaction.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { findOthers, findSignedIn } from '../signed-in.ts'
import { type CompleteLoginOptions, completeLogin } from './complete-login.ts'
import { type Destination, goTo, readDestination, toQuery } from './destination.ts'
import { type LoginPage, loginPage } from './page.ts'
import { type LoginWays, showWays } from './ways.ts'

export interface LoginOptions
  extends BrowserOptions,
    LogoOptions,
    CompleteLoginOptions,
    Pick<InteractionOptions, 'interactions'> {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly flow: Pick<AuthorizationFlow, 'resume' | 'evaluate' | 'isExpected'>
  readonly logIn: LogInOptions
  readonly audit: Audit
  /** None by default. */
  readonly ways?: LoginWays | undefined
}

export function loginRoutes(options: LoginOptions): readonly Route[] {
  return [pageRoute('/login', { GET: showLogin, POST: submitLogin }, options), aliasRoute('/login/', options, '/login')]
}

/** Shows the login form; if the request in the address needs no login any more, leads on. */
async function showLogin(request: OAuthRequest, options: LoginOptions): Promise<Reply> {
  const { flow, clock } = options
  const browser = await readBrowser(request, options)
  const destination = await readDestination(request, browser, options)
  const { carried } = destination
  const isOther = isForOther(request)
  if (!isOther && browser.session === undefined && (await findOthers(browser, options)).length > 0) {
    return toChooser(destination, options)
  }
  if (!isOther && carried !== undefined && browser.session !== undefined && !hasExpired(carried, options)) {
    const asked = await flow.resume(carried.parameters)
    const since = Math.min(carried.createdAt, clock())
    const { outcome } = await flow.evaluate(asked, toOwner(browser.session), since)
    if (outcome !== 'login') return toNextStep(carried, options)
  }
  return show(request, { browser, destination, status: 200 }, {}, options)
}

/** Checks username and password; a right pair begins a session under a new id (303, never 307: RFC 9700 §4.12). */
async function submitLogin(request: OAuthRequest, options: LoginOptions): Promise<Reply> {
  const { origin, audit } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, origin)
  if (token === 'wrong' && (browser.isNew || browser.session !== undefined)) throw outdatedForm(browser, options.base)
  const destination = await readDestination(request, browser, options)
  if (token !== 'right') {
    // A user logged in in another tab in the meantime: that session is kept, and the request continues.
    if (browser.session !== undefined && isForOther(request)) return toChooser(destination, options)
    if (browser.session !== undefined) return goTo(destination, options)
    return show(request, { browser, destination, status: 403 }, { isOutdated: true }, options)
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
    return show(request, { browser, destination, status }, { username, ...failure(result) }, options)
  }
  const result = await logInOrSayBusy(attempt, options)
  if (result.outcome !== 'welcome') return refuse(result)
  const { account, methods } = result
  const reply = await completeLogin(request, { browser, proven: { account, methods }, destination }, options)
  // The password was changed, or the account disabled, while it was checked.
  return reply ?? refuse({ outcome: 'refused', accountId: account.id })
}

/** Whether the user wants to log in with an account that is not logged in yet. */
function isForOther(request: OAuthRequest): boolean {
  return addressField(request, 'other') !== undefined
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
  readonly destination: Destination
  readonly status: number
}

async function show(
  request: OAuthRequest,
  { browser, destination, status }: Showing,
  shown: Partial<LoginPage>,
  options: LoginOptions,
): Promise<Reply> {
  const { base, render, flow } = options
  const { carried } = destination
  if (carried !== undefined && hasExpired(carried, options)) throw await expiredRequest(browser, carried, options)
  const asked = carried && (await flow.resume(carried.parameters))
  const retry = shown.retryAfterSeconds
  const headers = retry === undefined ? {} : { 'retry-after': String(retry) }
  const isOther = isForOther(request)
  const isForAccount = destination.path?.startsWith('/account') ?? false
  const repeated = isForAccount && browser.session && { username: browser.session.account.username, isRepeated: true }
  const known = isOther ? {} : asked === undefined ? repeated : await findUsername(asked, browser, options)
  const isSignedIn = browser.session !== undefined || browser.otherSecrets.length > 0
  const rendering = { status, browser, kind: asked ? 'flow' : 'other', headers, locales: asked?.uiLocales } as const
  return render(request, rendering, (chrome) =>
    loginPage({
      chrome,
      action: `${base}/login${toQuery(destination, isOther ? { other: 'yes' } : {})}`,
      csrfToken: browser.formToken,
      client: asked && toClientView(asked.client, options),
      ways: showWays(options.ways ?? {}, destination, {
        base,
        csrfToken: browser.formToken,
        words: chrome.words,
      }),
      switchHref: isSignedIn ? chooserHref(destination, base) : undefined,
      isForAccount,
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
