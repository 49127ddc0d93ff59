import type { Revocation } from '../../oauth/ports.ts'
import type { Browser } from '../browser.ts'
import type { SealingOptions } from '../carried-request.ts'

/** How long a revocation can be undone, in milliseconds. */
export const undoMs = 10_000

type Undo = Omit<Revocation, 'accountId'>

/**
 * Seals what undoes one revocation, for the session in which it was made: an operator's or an app's own revocation
 * cannot be undone with it. It names the moment, so that it undoes no later one.
 */
export function sealUndo(undo: Undo, browser: Browser, { web }: Pick<SealingOptions, 'web'>): string {
  return web.sealer.seal(JSON.stringify(undo), toBinding(browser))
}

/** Opens it; undefined after ten seconds, and for another browser or session. */
export function openUndo(
  sealed: string | undefined,
  browser: Browser,
  { web, now }: Pick<SealingOptions, 'web'> & { readonly now: number },
): Undo | undefined {
  const text = sealed === undefined ? undefined : web.sealer.open(sealed, toBinding(browser))
  const undo = text === undefined ? undefined : (JSON.parse(text) as Undo) // sealed above
  return undo !== undefined && secondsToUndo(undo, now) > 0 ? undo : undefined
}

/** How many seconds are left. */
export function secondsToUndo({ revokedAt }: Pick<Undo, 'revokedAt'>, now: number): number {
  return Math.max(0, (revokedAt + undoMs - now) / 1000)
}

function toBinding({ secret, session }: Browser): string {
  return `undo on the page of keys|${secret}|${session?.hash}`
}
