import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Browser } from '../browser.ts'
import { addressField, type SealingOptions } from '../carried-request.ts'
import type { KeysOutcome } from './notice.ts'

/** How long a reload shows the outcome, in milliseconds. */
const lifetime = 600_000

/** Leads back to the page of keys, with what was done sealed into the address: nobody else can make the page say it. */
export function toOutcome(
  outcome: KeysOutcome,
  browser: Browser,
  { base, web, clock }: SealingOptions & { readonly base: string },
): Reply {
  const sealed = web.sealer.seal(JSON.stringify({ outcome, until: clock() + lifetime }), toBinding(browser))
  return seeOther(`${base}/keys?done=${sealed}`)
}

/** Reads what was just done; undefined if nothing was, or a while ago. */
export function readOutcome(
  request: OAuthRequest,
  browser: Browser,
  { web, clock }: SealingOptions,
): KeysOutcome | undefined {
  const text = web.sealer.open(addressField(request, 'done') ?? '', toBinding(browser))
  if (text === undefined) return undefined
  const { outcome, until } = JSON.parse(text) as { readonly outcome: KeysOutcome; readonly until: number } // sealed above
  return until > clock() ? outcome : undefined
}

function toBinding({ secret, session }: Browser): string {
  return `outcome on the page of keys|${secret}|${session?.hash}`
}
