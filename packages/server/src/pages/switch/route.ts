import { parameter } from '@valetkey/protocol'
import type { AuthorizationFlow } from '../../oauth/authorization/flow.ts'
import { dropPrompt } from '../../oauth/authorization/resolve/stored-request.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, type BrowserOptions, readBrowser } from '../browser.ts'
import { addressField, type CarriedRequest, openRequest, sealRequest } from '../carried-request.ts'
import type { LogoOptions } from '../client-logo/route.ts'
import { toClientView } from '../client-view.ts'
import { expiredRequest, hasExpired } from '../expired-page.ts'
import { chooserHref, toChooser, toNextStep } from '../interaction.ts'
import { type Destination, goTo, readOwnPage, toQuery } from '../login/destination.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { findSignedIn, type SignedIn, writeSessionCookies } from '../signed-in.ts'
import { switchPage } from './page.ts'

export interface SwitchOptions extends BrowserOptions, LogoOptions {
  readonly base: string
  readonly issuer: string
  readonly origin: string
  readonly render: Render
  readonly flow: Pick<AuthorizationFlow, 'resume'>
  readonly audit: Audit
  /** Seconds. */
  readonly lifetimes: { readonly session: number }
}

export function switchRoutes(options: SwitchOptions): readonly Route[] {
  return [
    pageRoute('/login/switch', { GET: showChooser, POST: submitChoice }, options),
    aliasRoute('/login/switch/', options, '/login/switch'),
  ]
}

/** Lists the accounts that are logged in in this browser; if there are none, leads to the login. */
async function showChooser(request: OAuthRequest, options: SwitchOptions): Promise<Reply> {
  const { base, render, flow } = options
  const browser = await readBrowser(request, options)
  const destination = await readTarget(request, browser, options)
  const { carried } = destination
  const signedIn = await findSignedIn(browser, options)
  if (signedIn.length === 0) return seeOther(`${base}/login${toQuery(destination)}`)
  const asked = carried && (await flow.resume(carried.parameters))
  const rendering = { browser, kind: asked ? 'flow' : 'account', locales: asked?.uiLocales } as const
  return render(request, rendering, (chrome) =>
    switchPage({
      chrome,
      action: chooserHref(destination, base),
      csrfToken: browser.formToken,
      client: asked && toClientView(asked.client, options),
      accounts: signedIn.map(({ session }) => ({
        id: session.accountId,
        name: session.account.displayName,
        username: session.account.username,
        isCurrent: session === browser.session,
      })),
      otherHref: `${base}/login${toQuery(destination, { other: 'yes' })}`,
    }),
  )
}

/** Continues with the chosen account, or logs one out; the others stay logged in. */
async function submitChoice(request: OAuthRequest, options: SwitchOptions): Promise<Reply> {
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  const destination = await readTarget(request, browser, options)
  const { carried } = destination
  if (token === 'wrong' || (token === 'outdated' && carried === undefined)) throw outdatedForm(browser, options.base)
  const signedIn = await findSignedIn(browser, options)
  const chosen = find(signedIn, parameter(form, 'account'))
  const loggedOut = find(signedIn, parameter(form, 'log_out'))
  // A login or logout in another tab changed the list, or the account's session ended: the list is shown as it is now.
  if (token === 'outdated' || (chosen === undefined && loggedOut === undefined)) return toChooser(destination, options)
  if (chosen === undefined) return logOut(request, { browser, destination, signedIn, one: loggedOut }, options)
  const others = signedIn.filter((one) => one !== chosen)
  const reply = carried === undefined ? goTo(destination, options) : goOn(carried, browser, options)
  return withCookies(reply, writeSessionCookies(browser, { current: chosen.secret, others }, options))
}

interface LoggingOut {
  readonly browser: Browser
  readonly destination: Destination
  readonly signedIn: readonly SignedIn[]
  readonly one: SignedIn | undefined
}

async function logOut(
  request: OAuthRequest,
  { browser, destination, signedIn, one }: LoggingOut,
  options: SwitchOptions,
): Promise<Reply> {
  if (one !== undefined) {
    await options.sessions.end(one.secret)
    options.audit.record({ type: 'logout', accountId: one.session.accountId, ...originOf(request) })
  }
  const current = one?.session === browser.session ? undefined : browser.sessionSecret
  const others = signedIn.filter((other) => other !== one && other.secret !== current)
  return withCookies(toChooser(destination, options), writeSessionCookies(browser, { current, others }, options))
}

/** Continues the request, which has its account now. */
function goOn({ parameters, createdAt }: CarriedRequest, browser: Browser, options: SwitchOptions): Reply {
  const chosen = { parameters: dropPrompt(parameters, 'select_account'), createdAt }
  return toNextStep(sealRequest(chosen, browser, options), options)
}

/** Reads where the page's address leads; by default to the user's keys. @throws PageError if its request cannot go on */
async function readTarget(request: OAuthRequest, browser: Browser, options: SwitchOptions): Promise<Destination> {
  const sealed = addressField(request, 'request')
  if (sealed === undefined) return { path: readOwnPage(request) }
  const carried = openRequest(sealed, browser, options)
  if (carried === undefined || hasExpired(carried, options)) throw await expiredRequest(browser, carried, options)
  return { carried }
}

function find(signedIn: readonly SignedIn[], accountId: string | undefined): SignedIn | undefined {
  return signedIn.find(({ session }) => session.accountId === accountId)
}

function withCookies(reply: Reply, cookies: readonly string[]): Reply {
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}
