import type { Parameters } from '@valetkey/protocol'
import type { LogInOptions } from '../../accounts/log-in.ts'
import type { OwnAccountStore } from '../../accounts/ports.ts'
import type { AuthorizationRequest } from '../../oauth/authorization/check-request.ts'
import { expectsUser } from '../../oauth/authorization/expected-user.ts'
import type { AuthorizationFlow } from '../../oauth/authorization/flow.ts'
import { isNameOf } from '../../oauth/authorization/login-name.ts'
import type { Audit } from '../../oauth/ports.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { AccountFeatures } from '../account/sections.ts'
import { type Browser, type BrowserOptions, readBrowser, toOwner } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import { toClientView } from '../client-view.ts'
import { expiredRequest, hasExpired } from '../expired-page.ts'
import { chooserHref, type InteractionOptions, toChooser } from '../interaction.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { findSignedIn } from '../signed-in.ts'
import type { Upstream } from '../upstream/options.ts'
import type { CompleteLoginOptions } from './complete-login.ts'
import { type Destination, goTo, readDestination, toQuery } from './destination.ts'
import { type LoginPage, loginPage } from './page.ts'
import { type LoginWays, showWays } from './ways.ts'

export interface LoginOptions
  extends BrowserOptions,
    LogoOptions,
    CompleteLoginOptions,
    Pick<InteractionOptions, 'interactions'> {
  readonly base: string
  readonly issuer: string
  readonly origin: string
  readonly render: Render
  readonly flow: Pick<AuthorizationFlow, 'resume' | 'evaluate' | 'isExpected'>
  readonly logIn: LogInOptions
  readonly audit: Audit
  readonly upstream: Pick<Upstream, 'providers'>
  readonly features: Pick<AccountFeatures, 'hasOwnAccounts'>
  readonly ownAccounts: Pick<OwnAccountStore, 'find'>
  /** None by default. */
  readonly ways?: LoginWays | undefined
}

/** Whether the user wants to log in with an account that is not logged in yet. */
export function isForOther(request: OAuthRequest): boolean {
  return addressField(request, 'other') !== undefined
}

/** A form of the login page, which was shown to this browser. */
export interface LoginForm {
  readonly browser: Browser
  readonly destination: Destination
  readonly form: Parameters
}

/** Reads a form of the login page; or returns the reply to one whose token is out of date, of which nothing is read. */
export async function readLoginForm(
  request: OAuthRequest,
  options: LoginOptions,
): Promise<LoginForm | { readonly reply: Reply }> {
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  if (token === 'wrong' && (browser.isNew || browser.session !== undefined)) throw outdatedForm(browser, options.base)
  const destination = await readDestination(request, browser, options)
  if (token === 'right') return { browser, destination, form }
  // A user logged in in another tab in the meantime: that session is kept, and the request continues.
  if (browser.session !== undefined && isForOther(request)) return { reply: toChooser(destination, options) }
  if (browser.session !== undefined) return { reply: goTo(destination, options) }
  return { reply: await renderLogin(request, { browser, destination, status: 403 }, { isOutdated: true }, options) }
}

export interface ShownLogin {
  readonly browser: Browser
  readonly destination: Destination
  readonly status: number
}

/** Renders the login page. */
export async function renderLogin(
  request: OAuthRequest,
  { browser, destination, status }: ShownLogin,
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
  // The form may lead to the provider of an e-mail address.
  const hasHomes = options.upstream.providers.some(({ emailDomains }) => emailDomains.length > 0)
  const kind = asked !== undefined || hasHomes ? 'flow' : 'other'
  const rendering = { status, browser, kind, headers, locales: asked?.uiLocales } as const
  return render(request, rendering, (chrome) =>
    loginPage({
      chrome,
      action: `${base}/login${toQuery(destination, isOther ? { other: 'yes' } : {})}`,
      csrfToken: browser.formToken,
      client: asked && toClientView(asked.client, options),
      ways: showWays(options.ways ?? {}, destination, {
        base,
        browser,
        words: chrome.words,
        isRefused: shown.passkeyFailure === 'refused',
      }),
      switchHref: isSignedIn ? chooserHref(destination, base) : undefined,
      isForAccount,
      hasHomes,
      acceptsEmail: options.features.hasOwnAccounts || hasHomes,
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
  const account = expected?.session?.account
  const isRepeated = account !== undefined && (loginHint === undefined || isNameOf(account, loginHint))
  return { username: loginHint ?? account?.username, isRepeated }
}
