import { type OAuthRequest, originOf, type Reply } from '../../oauth/request.ts'
import type { PageContext } from '../options.ts'
import { readPost } from '../read-post.ts'
import { readVisit, sessionCookie } from '../visit.ts'
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

/** Logs out; the keys that were handed out stay as they are. */
export async function submitLogout(request: OAuthRequest, context: PageContext): Promise<Reply> {
  const { audit, base, render, sessions, web } = context
  const visit = await readVisit(request, context)
  await readPost(request, visit, context.origin)
  if (visit.sessionSecret !== undefined) await sessions.end(visit.sessionSecret)
  audit.record({ type: 'logout', accountId: visit.session?.accountId, ...originOf(request) })
  const cookies = [web.writeCookie(sessionCookie, '', 0)]
  return render({ kind: 'account', cookies }, (chrome) => loggedOutPage({ chrome, loginHref: `${base}/login` }))
}
