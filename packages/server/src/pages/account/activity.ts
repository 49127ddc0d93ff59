import type { OwnAccountStore } from '../../accounts/ports.ts'
import type { OAuthStores } from '../../oauth/ports.ts'
import type { Reply } from '../../oauth/request.ts'
import type { Route } from '../../oauth/router.ts'
import { en } from '../../ui/words/en.ts'
import { addressField } from '../carried-request.ts'
import { networkName } from '../network-name.ts'
import { type AccountRouteOptions, accountRoute, type Visit } from './account-route.ts'
import { activityPage, type ShownEvent } from './activity-page.ts'

export interface ActivityOptions extends AccountRouteOptions {
  readonly ownAccounts: Pick<OwnAccountStore, 'listEvents'>
  readonly catalog: Pick<OAuthStores, 'findClient'>
}

const page = '/account/activity'
const perPage = 50
const placePattern = /^[0-9a-z]{1,11}\.[\w-]{1,64}\.[0-9a-z]{1,11}$/

export function activityRoutes(options: ActivityOptions): readonly Route[] {
  return [accountRoute(page, { show: showActivity }, options)]
}

async function showActivity({ request, browser, accountId, now }: Visit, options: ActivityOptions): Promise<Reply> {
  const { base, render, ownAccounts, catalog } = options
  const asked = addressField(request, 'before')
  const before = asked !== undefined && placePattern.test(asked) ? asked : undefined
  const found = await ownAccounts.listEvents(accountId, { before, most: perPage + 1 })
  const shown = found.slice(0, perPage)
  const events = await Promise.all(
    shown
      .flatMap(({ type, at, clientId, address }) => (isShown(type) ? [{ type, at, clientId, address }] : []))
      .map(async ({ type, at, clientId, address }) => ({
        type,
        at: new Date(at),
        app: clientId === undefined ? undefined : ((await catalog.findClient(clientId))?.name ?? clientId),
        address: address && networkName(address),
      })),
  )
  const last = found.length > perPage ? shown.at(-1) : undefined
  return render(request, { browser, kind: 'account' }, (chrome) =>
    activityPage({
      chrome,
      now: new Date(now),
      events,
      olderHref: last && `${base}${page}?before=${last.place}`,
      newestHref: before && base + page,
    }),
  )
}

/** Events without words for users are not shown: those of background work, and of tokens. */
function isShown(type: string): type is ShownEvent {
  return Object.hasOwn(en.activity.events, type)
}
