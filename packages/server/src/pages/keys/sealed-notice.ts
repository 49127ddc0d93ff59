import { type OAuthRequest, type Reply, seeOther } from '../../oauth/request.ts'
import type { Visit } from '../browser.ts'
import { addressField } from '../carried-request.ts'
import type { PageContext } from '../options.ts'
import type { KeysOutcome } from './notice.ts'

/** How long a reload shows the outcome, in milliseconds. */
const lifetime = 600_000

/** Leads back to the page of keys, with what was done sealed into the address: nobody else can make the page say it. */
export function toOutcome(
  outcome: KeysOutcome,
  visit: Visit,
  { base, web, clock }: Pick<PageContext, 'base' | 'web' | 'clock'>,
): Reply {
  const sealed = web.sealer.seal(JSON.stringify({ outcome, until: clock() + lifetime }), toBinding(visit))
  return seeOther(`${base}/keys?done=${sealed}`)
}

/** Reads what was just done; undefined where nothing was, or a while ago. */
export function readOutcome(
  request: OAuthRequest,
  visit: Visit,
  { web, clock }: Pick<PageContext, 'web' | 'clock'>,
): KeysOutcome | undefined {
  const text = web.sealer.open(addressField(request, 'done') ?? '', toBinding(visit))
  if (text === undefined) return undefined
  const { outcome, until } = JSON.parse(text) as { readonly outcome: KeysOutcome; readonly until: number } // sealed above
  return until > clock() ? outcome : undefined
}

function toBinding({ browser, session }: Visit): string {
  return `outcome on the page of keys|${browser}|${session?.hash}`
}
