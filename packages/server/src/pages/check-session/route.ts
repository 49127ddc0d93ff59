import type { Sessions } from '../../accounts/session.ts'
import type { Clock } from '../../oauth/ports.ts'
import type { OAuthRequest, Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { addressField } from '../carried-request.ts'
import { pageRoute } from '../page-route.ts'
import type { Web } from '../ports.ts'
import type { Render } from '../render.ts'
import { checkSessionPage } from './page.ts'
import { readSessionName } from './session-name.ts'

export interface CheckSessionOptions {
  readonly render: Render
  readonly web: Pick<Web, 'browserStateCookie' | 'sealer'>
  readonly sessions: Pick<Sessions, 'isLive'>
  readonly clock: Clock
  readonly base: string
}

const statePath = '/check-session/state'

/**
 * Serves the frame by which apps see that a session ended (OIDC Session Management §3.3), if the operator enabled it, and the
 * endpoint where the frame asks whether a session is active: one that ended elsewhere changes no cookie of this browser.
 */
export function checkSessionRoutes(options: CheckSessionOptions): readonly Route[] {
  if (options.web.browserStateCookie === undefined) return []
  return [
    { ...pageRoute('/check-session', { GET: show }, options), metadata: { member: 'check_session_iframe' } },
    { path: statePath, methods: { GET: (request) => report(request, options) }, errors: 'json', cors: false },
  ]
}

async function show(request: OAuthRequest, { render, web, base }: CheckSessionOptions): Promise<Reply> {
  return render(request, { framedBy: 'anyone', connects: true }, ({ nonce }) =>
    checkSessionPage({ nonce, cookieName: web.browserStateCookie ?? '', statePath: base + statePath }),
  )
}

/** Responds with `live`, `ended` or, for a name that this server did not issue, `unknown`. */
async function report(request: OAuthRequest, { web, sessions, clock }: CheckSessionOptions): Promise<Reply> {
  const hash = readSessionName(addressField(request, 'session') ?? '', web)
  const state = hash === undefined ? 'unknown' : (await sessions.isLive(hash, clock())) ? 'live' : 'ended'
  return {
    status: 200,
    headers: { 'content-type': 'text/plain', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    body: state,
  }
}
