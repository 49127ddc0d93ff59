import type { Reply } from '../../oauth/request.ts'
import type { AccountRouteOptions, Visit } from './account-route.ts'
import { overviewPage } from './overview-page.ts'

/** Shows the overview of the account. */
export async function showOverview(
  { request, browser, session: { account } }: Visit,
  { render }: AccountRouteOptions,
): Promise<Reply> {
  return render(request, { browser, kind: 'account' }, (chrome) =>
    overviewPage({ chrome, name: account.displayName, username: account.username }),
  )
}
