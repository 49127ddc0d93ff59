import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { pageRoute } from '../page-route.ts'
import type { Web } from '../ports.ts'
import type { Render } from '../render.ts'
import { checkSessionPage } from './page.ts'

export interface CheckSessionOptions {
  readonly render: Render
  readonly web: Pick<Web, 'browserStateCookie'>
}

/** Serves the frame by which apps see that a session ended, if the operator enabled it (OIDC Session Management §3.3). */
export function checkSessionRoutes(options: CheckSessionOptions): readonly Route[] {
  if (options.web.browserStateCookie === undefined) return []
  return [{ ...pageRoute('/check-session', { GET: show }, options), metadata: { member: 'check_session_iframe' } }]
}

async function show(request: OAuthRequest, { render, web }: CheckSessionOptions): Promise<Reply> {
  return render(request, { framedBy: 'anyone' }, ({ nonce }) =>
    checkSessionPage({ nonce, cookieName: web.browserStateCookie ?? '' }),
  )
}
