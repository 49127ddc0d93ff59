import type { Route } from '../../oauth/router.ts'
import { pageRoute } from '../page-route.ts'
import { backchannelLogoutRoute } from './backchannel-logout.ts'
import { finishLogin } from './callback.ts'
import { confirmLinkRoute } from './confirm-link.ts'
import type { EndSessionsOptions } from './end-sessions.ts'
import { showFirstLogin, submitFirstLogin } from './first-login.ts'
import { pathOf, type UpstreamOptions } from './options.ts'
import { startLogin } from './start.ts'

/** Lists the pages of logins with other providers: those of each provider have paths of their own. */
export function upstreamRoutes(options: UpstreamOptions & EndSessionsOptions): readonly Route[] {
  const { clients } = options.upstream
  if (clients.length === 0) return []
  const ofProviders = clients.flatMap((client) => {
    const [path, own] = [pathOf(client.provider), { ...options, client }]
    return [
      pageRoute(path, { GET: startLogin }, own),
      pageRoute(`${path}/callback`, { GET: finishLogin }, own),
      backchannelLogoutRoute(own),
      pageRoute(`${path}/new`, { GET: showFirstLogin, POST: submitFirstLogin }, own),
    ]
  })
  return [...ofProviders, confirmLinkRoute(options)]
}
