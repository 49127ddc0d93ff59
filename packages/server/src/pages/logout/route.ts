import { parameter, splitParameters } from '@valetkey/protocol'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { EndedSession } from '../../oauth/openid/front-channel.ts'
import { loginInitiation } from '../../oauth/openid/login-initiation.ts'
import type { LogoutRequest, LogoutRequests } from '../../oauth/openid/logout-request.ts'
import type { Audit, OwnerAuthorizations } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther, toTarget } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { csrfFieldName } from '../../ui/fields.ts'
import { type Browser, type BrowserOptions, readBrowser } from '../browser.ts'
import type { TitledProblem } from '../error/show-problem.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { findSignedIn, type SignedIn, writeSessionCookies } from '../signed-in.ts'
import type { Upstream } from '../upstream/options.ts'
import { findLogout } from '../upstream/provider-logout.ts'
import { loggedOutPage, logoutPage, signingOutPage, stayedPage } from './page.ts'

export interface LogoutOptions extends BrowserOptions {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly audit: Audit
  readonly logout: LogoutRequests
  readonly ownerAuthorizations: Pick<OwnerAuthorizations, 'revokeAll'>
  /** Seconds. */
  readonly lifetimes: { readonly session: number }
  readonly upstream: Pick<Upstream, 'clients'>
  readonly issuer: string
}

export function logoutRoutes(options: LogoutOptions): readonly Route[] {
  return [
    {
      ...pageRoute('/logout', { GET: showLogout, POST: submitLogout }, options),
      metadata: { member: 'end_session_endpoint' },
    },
    aliasRoute('/logout/', options, '/logout'),
    // Where the libraries of Auth0 log out; they read no metadata.
    aliasRoute('/v2/logout', options, '/logout'),
  ]
}

/** A logout request, and the browser that it is about. */
interface LoggingOut {
  readonly asked: LogoutRequest
  readonly browser: Browser
  /** The accounts that are logged in in the browser. */
  readonly signedIn: readonly SignedIn[]
}

/**
 * Logs out the user of the ID token that the client sends along (OIDC RP-Initiated Logout §2), and asks otherwise: a link
 * from elsewhere logs nobody out.
 */
async function showLogout(request: OAuthRequest, options: LogoutOptions): Promise<Reply> {
  const { base, render, logout } = options
  const asked = await logout.read(toTarget(request.url).query)
  const browser = await readBrowser(request, options)
  const signedIn = await findSignedIn(browser, options)
  const named = signedIn.find(({ session }) => asked.names(session))
  const loggingOut = { asked, browser, signedIn }
  if (named !== undefined && request.method === 'GET')
    return logOut(request, { ...loggingOut, ended: [named] }, options)
  const { session } = browser
  if (session === undefined) return leave(request, { ...loggingOut, left: signedIn, frames: [] }, options)
  // The app that asks comes next: there is no way to the provider as well.
  const provider = asked.returnTo === undefined ? await findLogout(session, options) : undefined
  // The form of an account page may lead to no other site.
  const kind = asked.returnTo === undefined && provider === undefined ? 'account' : 'flow'
  return render(request, { browser, kind, locales: asked.locales }, (chrome) =>
    logoutPage({
      chrome,
      action: `${base}/logout`,
      csrfToken: browser.formToken,
      accountName: session.account.displayName,
      appName: asked.client?.name,
      hasOthers: signedIn.length > 1,
      provider: provider?.label,
      fields: asked.fields,
    }),
  )
}

/**
 * Logs out, unless the user decides to stay. The button in the header of each page sends no decision: pressing it is one.
 * A request that an app posts is asked again by GET, because browsers send no cookies with a form of another site.
 */
async function submitLogout(request: OAuthRequest, options: LogoutOptions): Promise<Reply> {
  const { base, clock, logout, ownerAuthorizations, render } = options
  const text = await request.text()
  if (isFormOfApp(request, text)) {
    const { fields } = await logout.read(text)
    const sent = Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    return seeOther(`${base}/logout${sent.length === 0 ? '' : `?${new URLSearchParams(sent)}`}`)
  }
  const browser = await readBrowser(request, options)
  const { method, url, headers } = request
  const posted = await readPosted({ method, url, headers, text: async () => text }, browser, options.origin)
  if (posted.token === 'wrong' || (posted.token === 'outdated' && browser.session !== undefined))
    throw outdatedForm(browser, base)
  if (posted.token === 'outdated') return seeOther(`${base}/logout`)
  const asked = await logout.read(text)
  const decision = parameter(posted.form, 'decision') ?? 'allow'
  if (decision === 'deny') {
    if (asked.client === undefined) return seeOther(`${base}/keys`)
    const stayed = { browser, kind: 'account', locales: asked.locales } as const
    return render(request, stayed, (chrome) => stayedPage({ chrome, keysHref: `${base}/keys` }))
  }
  if (decision !== 'allow' && decision !== 'all') throw new PageError(unknownDecision(browser))
  const signedIn = await findSignedIn(browser, options)
  const ended = decision === 'all' ? signedIn : signedIn.filter(({ session }) => session === browser.session)
  if (parameter(posted.form, 'revoke') === 'yes') {
    for (const { session } of ended) {
      for (const revoked of await ownerAuthorizations.revokeAll(session.accountId, clock())) {
        const { id: authorizationId, clientId } = revoked
        const whose = { accountId: session.accountId, clientId, authorizationId }
        options.audit.record({ type: 'key.taken-back', ...whose, ...originOf(request) })
      }
    }
  }
  const wantsProvider = parameter(posted.form, 'provider') === 'yes' && asked.returnTo === undefined
  const provider = wantsProvider ? await findLogout(browser.session, options) : undefined
  const next = asked.returnTo ?? provider?.url
  return logOut(request, { asked: { ...asked, returnTo: next }, browser, signedIn, ended }, options)
}

/** A form of our own has a token; one of an app has none. */
function isFormOfApp({ headers }: OAuthRequest, text: string): boolean {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(headers.get('content-type') ?? '')
  return isForm && !splitParameters(text).has(csrfFieldName)
}

/** Ends sessions of the browser, and leads to the next page. */
async function logOut(
  request: OAuthRequest,
  { ended, ...loggingOut }: LoggingOut & { readonly ended: readonly SignedIn[] },
  options: LogoutOptions,
): Promise<Reply> {
  const { browser, signedIn } = loggingOut
  const endedSessions: EndedSession[] = []
  for (const { secret, session } of ended) {
    endedSessions.push(await options.sessions.end(secret))
    options.audit.record({ type: 'logout', accountId: session.accountId, ...originOf(request) })
  }
  const left = signedIn.filter((one) => !ended.includes(one))
  const current = left.find(({ session }) => session === browser.session)?.secret
  const others = left.filter(({ secret }) => secret !== current)
  const frames = await options.logout.frontChannelUris(endedSessions)
  const reply = await leave(request, { ...loggingOut, left, frames }, options)
  const cookies = writeSessionCookies(browser, { current, others }, options)
  return { ...reply, headers: { ...reply.headers, 'set-cookie': cookies } }
}

/** Leads back to the client, or shows that the user is logged out. A reload sends nothing again. */
async function leave(
  request: OAuthRequest,
  { asked, left, frames }: LoggingOut & { readonly left: readonly SignedIn[]; readonly frames: readonly string[] },
  { base, render, issuer }: LogoutOptions,
): Promise<Reply> {
  const app = appToReturnTo(asked, issuer)
  if (frames.length > 0) {
    const origins = [...new Set(frames.map((uri) => new URL(uri).origin))]
    const rendering = { kind: 'flow', frames: origins, locales: asked.locales } as const
    return render(request, rendering, (chrome) =>
      signingOutPage({ chrome, frames, next: asked.returnTo, loginHref: `${base}/login`, app }),
    )
  }
  if (asked.returnTo !== undefined) return seeOther(asked.returnTo)
  if (request.method === 'POST') return seeOther(`${base}/logout${app === undefined ? '' : app.query}`)
  return render(request, { kind: 'account', locales: asked.locales }, (chrome) =>
    loggedOutPage({
      chrome,
      loginHref: `${base}/login`,
      app,
      others: left.map(({ session }) => session.account.displayName),
    }),
  )
}

/**
 * Returns the `initiate_login_uri` of the app that asked for the logout. Anyone can send a link with any client's id, so an app
 * that registered itself is linked to only if an ID token proves that it asked.
 */
function appToReturnTo({ client, isProven }: LogoutRequest, issuer: string) {
  const href = client && (isProven || !client.isDynamic) ? loginInitiation(client, issuer) : undefined
  if (client === undefined || href === undefined) return undefined
  return { name: client.name, href, query: client.isDynamic ? '' : `?${new URLSearchParams({ client_id: client.id })}` }
}

const unknownDecision = (browser: Browser): TitledProblem => ({
  status: 400,
  code: 'invalid_request',
  description: 'decision must be allow, all or deny',
  clause: undefined,
  title: ({ problem }) => problem.form,
  text: ({ problem }) => problem.unknownDecision,
  browser,
})
