import { parameter } from '@valetkey/protocol'
import { PageError } from '../../oauth/authorization/errors.ts'
import type { Audit } from '../../oauth/ports.ts'
import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { type Browser, type BrowserOptions, readBrowser, sessionCookie } from '../browser.ts'
import type { TitledProblem } from '../error/show-problem.ts'
import { aliasRoute, pageRoute } from '../page-route.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import type { Render } from '../render.ts'
import { findOthers } from '../signed-in.ts'
import { loggedOutPage, logoutPage } from './page.ts'

export interface LogoutOptions extends BrowserOptions {
  readonly base: string
  readonly origin: string
  readonly render: Render
  readonly audit: Audit
}

export function logoutRoutes(options: LogoutOptions): readonly Route[] {
  return [
    pageRoute('/logout', { GET: showLogout, POST: submitLogout }, options),
    aliasRoute('/logout/', options, '/logout'),
  ]
}

/** Asks before logging out: a link from elsewhere logs nobody out. */
async function showLogout(request: OAuthRequest, options: LogoutOptions): Promise<Reply> {
  const { base, render } = options
  const browser = await readBrowser(request, options)
  const { session } = browser
  if (session === undefined) {
    const others = (await findOthers(browser, options)).map((one) => one.session.account.displayName)
    return render(request, { kind: 'account' }, (chrome) =>
      loggedOutPage({ chrome, loginHref: `${base}/login`, others }),
    )
  }
  return render(request, { browser, kind: 'account' }, (chrome) =>
    logoutPage({
      chrome,
      action: `${base}/logout`,
      csrfToken: browser.formToken,
      accountName: session.account.displayName,
    }),
  )
}

/**
 * Logs out, unless the user decides to stay; authorizations are unaffected. The next page comes by a redirect, so that a
 * reload sends nothing again. The button in the header of each page sends no decision: pressing it is one.
 */
async function submitLogout(request: OAuthRequest, options: LogoutOptions): Promise<Reply> {
  const { audit, base, sessions, web } = options
  const browser = await readBrowser(request, options)
  const { form, token } = await readPosted(request, browser, options.origin)
  if (token === 'wrong' || (token === 'outdated' && browser.session !== undefined))
    throw outdatedForm(browser, options.base)
  if (token === 'outdated') return seeOther(`${base}/logout`)
  const decision = parameter(form, 'decision') ?? 'allow'
  if (decision === 'deny') return seeOther(`${base}/keys`)
  if (decision !== 'allow') throw new PageError(unknownDecision(browser))
  if (browser.sessionSecret !== undefined) await sessions.end(browser.sessionSecret)
  audit.record({ type: 'logout', accountId: browser.session?.accountId, ...originOf(request) })
  return seeOther(`${base}/logout`, { 'set-cookie': web.writeCookie(sessionCookie, '', 0) })
}

const unknownDecision = (browser: Browser): TitledProblem => ({
  status: 400,
  code: 'invalid_request',
  description: 'decision must be allow or deny',
  clause: undefined,
  title: ({ problem }) => problem.form,
  text: ({ problem }) => problem.unknownDecision,
  browser,
})
