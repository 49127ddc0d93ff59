import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { addressField, type CarriedRequest, openRequest, type SealingOptions, sealRequest } from '../carried-request.ts'
import { type ExpiredOptions, expiredRequest } from '../expired-page.ts'
import { findInteraction, type InteractionOptions, toNextStep } from '../interaction.ts'

/** Where a login leads: to the app whose request needs it, or to a page of the user's own. */
export interface Destination {
  readonly carried?: CarriedRequest | undefined
  /** A path of this server, without the base path of the issuer. */
  readonly path?: string | undefined
}

export type DestinationOptions = SealingOptions & ExpiredOptions & Pick<InteractionOptions, 'interactions'>

/** The user's own pages. No path of the pattern leads to another server. */
const ownPage = /^\/(?:account|keys|invitation)(?:\/[\w-]{1,64}){0,3}$/

/**
 * Reads the destination of a page's address; empty if the address has none. A request that the release before has stored
 * is found by its id.
 * @throws PageError for a request that is not of this browser
 */
export async function readDestination(
  request: OAuthRequest,
  browser: Browser,
  options: DestinationOptions,
): Promise<Destination> {
  const [sealed, id] = [addressField(request, 'request'), addressField(request, 'interaction')]
  if (sealed === undefined && id === undefined) {
    const path = readOwnPage(request)
    return path === undefined ? {} : { path }
  }
  const stored = sealed === undefined ? await findInteraction(id, browser, options) : undefined
  const carried = stored === undefined ? openRequest(sealed, browser, options) : sealRequest(stored, browser, options)
  if (carried === undefined) throw await expiredRequest(browser, undefined, options)
  return { carried }
}

/** Writes a destination into the address of a page that `readDestination` reads; empty for none. */
export function toQuery(
  { carried, path }: Destination,
  further: Readonly<Record<string, string>> = {},
): '' | `?${string}` {
  const fields = {
    ...(carried === undefined ? {} : { request: carried.sealed }),
    ...(path === undefined ? {} : { to: path }),
    ...further,
  }
  const query = new URLSearchParams(fields).toString()
  return query === '' ? '' : `?${query}`
}

/** Returns the path of a page's address if it is one of the user's own pages. */
export function readOwnPage(request: OAuthRequest): string | undefined {
  const path = addressField(request, 'to')
  return path !== undefined && ownPage.test(path) ? path : undefined
}

/** Leads to a destination; by default to the user's keys. */
export function goTo({ carried, path = '/keys' }: Destination, { base }: { readonly base: string }): Reply {
  return carried === undefined ? seeOther(base + path) : toNextStep(carried, { base })
}
