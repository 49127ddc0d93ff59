import type { OwnedAuthorization } from '../../oauth/ports.ts'
import type { Browser } from '../browser.ts'
import type { SealingOptions } from '../carried-request.ts'

/** After how many days without use a key counts as unused. */
export const unusedDays = 90

const unusedMs = unusedDays * 86_400_000

/** Lists the keys that were given before a moment and not used since. */
export function unusedSince<K extends Pick<OwnedAuthorization, 'createdAt' | 'lastUsedAt'>>(
  keys: readonly K[],
  before: number,
): readonly K[] {
  return keys.filter(({ createdAt, lastUsedAt }) => createdAt < before && (lastUsedAt ?? 0) < before)
}

/** The moment before which a key must have been used last to count as unused. */
export function cutoff(now: number): number {
  return now - unusedMs
}

/** Seals the moment for the form that follows the list, so that the form revokes no key that the list did not show. */
export function sealCutoff(before: number, browser: Browser, { web }: Pick<SealingOptions, 'web'>): string {
  return web.sealer.seal(String(before), toBinding(browser))
}

export function readCutoff(
  sealed: string | undefined,
  browser: Browser,
  { web }: Pick<SealingOptions, 'web'>,
): number | undefined {
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(browser))
  return text === undefined ? undefined : Number(text)
}

function toBinding({ secret, session }: Browser): string {
  return `unused keys|${secret}|${session?.hash}`
}
