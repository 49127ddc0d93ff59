import { type OAuthRequest, type Reply, seeOther } from '../oauth/request.ts'
import type { Browser } from './browser.ts'
import { addressField, type SealingOptions } from './carried-request.ts'

/** How long a reload shows the outcome, in milliseconds. */
const lifetime = 600_000

/** Leads to one of the user's pages, with what was done sealed into the address: nobody else can make the page say it. */
export function toOutcome(
  path: `/${string}`,
  outcome: object,
  browser: Browser,
  { base, web, clock }: SealingOptions & { readonly base: string },
): Reply {
  const sealed = web.sealer.seal(JSON.stringify({ outcome, until: clock() + lifetime }), toBinding(path, browser))
  return seeOther(`${base}${path}?done=${sealed}`)
}

/** Reads what was just done on a page; undefined if nothing was, or a while ago. */
export function readOutcome<Outcome>(
  path: `/${string}`,
  request: OAuthRequest,
  browser: Browser,
  { web, clock }: SealingOptions,
): Outcome | undefined {
  const text = web.sealer.open(addressField(request, 'done') ?? '', toBinding(path, browser))
  if (text === undefined) return undefined
  const { outcome, until } = JSON.parse(text) as { readonly outcome: Outcome; readonly until: number } // sealed above
  return until > clock() ? outcome : undefined
}

function toBinding(path: string, { secret, session }: Browser): string {
  return `outcome on ${path}|${secret}|${session?.hash}`
}
