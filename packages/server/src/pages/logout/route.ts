import { type OAuthRequest, originOf, type Reply, seeOther } from '../../oauth/request.ts'
import { readVisit, sessionCookie } from '../browser.ts'
import type { PageContext } from '../options.ts'
import { outdatedForm, readPosted } from '../read-post.ts'
import { loggedOutPage, logoutPage } from './page.ts'

/** Asks before logging out: a link from elsewhere logs nobody out. */
export async function showLogout(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { base, render } = context
  const visit = await readVisit(request, context)
  const { session } = visit
  if (session === undefined)
    return render({ kind: 'account' }, (chrome) => loggedOutPage({ chrome, loginHref: `${base}/login` }))
  return render({ visit, kind: 'account' }, (chrome) =>
    logoutPage({
      chrome,
      action: `${base}/logout`,
      csrfToken: visit.formToken,
      accountName: session.account.displayName,
      stayHref: `${base}/keys`,
    }),
  )
}

/** Logs out; authorizations stay as they are. The page after it comes by a redirect, so that a reload sends nothing again. */
export async function submitLogout(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { audit, base, sessions, web } = context
  const visit = await readVisit(request, context)
  const { token } = await readPosted(request, visit, context.origin)
  if (token === 'wrong' || (token === 'outdated' && visit.session !== undefined)) throw outdatedForm(visit)
  if (token === 'outdated') return seeOther(`${base}/logout`)
  if (visit.sessionSecret !== undefined) await sessions.end(visit.sessionSecret)
  audit.record({ type: 'logout', accountId: visit.session?.accountId, ...originOf(request) })
  return seeOther(`${base}/logout`, { 'set-cookie': web.writeCookie(sessionCookie, '', 0) })
}
