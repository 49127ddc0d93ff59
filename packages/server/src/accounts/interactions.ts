import type { Instant } from '@valetkey/protocol'
import type { InteractionLimits, InteractionStore, NewInteraction } from './ports.ts'

/** How many interactions there may be at once: each is a row of up to 4 kB. */
export interface MostInteractions extends InteractionLimits {
  readonly inAll: number
}

/** Far more than honest users open: a tab each, an office behind one address, a day's crowd within half an hour. */
export const mostInteractions: MostInteractions = { ofAccount: 20, ofAddressPrefix: 1000, inAll: 100_000 }

/** How old the number of all may be, in milliseconds; counting reads an index from end to end. */
const countEvery = 10_000

/** The result of storing an interaction. */
export type Kept = { readonly outcome: 'kept' } | { readonly outcome: 'full'; readonly retryAfterSeconds: number }

/** Keeps authorization requests until the decision, within limits. */
export interface Interactions extends Pick<InteractionStore, 'find' | 'take'> {
  /** At the limit of an account or address prefix, its oldest is removed; at the limit of all, the new one is not stored. */
  keep(interaction: NewInteraction, now: Instant): Promise<Kept>
  /** Returns how many there were when they were last counted, and counts them again if that was long ago; NaN before the first time. */
  lastCount(now: Instant): number
}

/** Creates the rules of interactions. */
export function createInteractions(store: InteractionStore, most: MostInteractions = mostInteractions): Interactions {
  let counted = { at: Number.NEGATIVE_INFINITY, rows: Number.NaN }
  const count = async (now: Instant) => {
    if (Math.abs(now - counted.at) >= countEvery) counted = { at: now, rows: await store.count(now) }
    return counted
  }
  return {
    lastCount(now) {
      // Nobody waits for it, and a database that does not answer shows in other metrics.
      count(now).catch(() => undefined)
      return counted.rows
    },
    async keep(interaction, now) {
      const known = await count(now)
      if (known.rows >= most.inAll) return { outcome: 'full', retryAfterSeconds: countEvery / 1000 }
      await store.add(interaction, most)
      known.rows++
      return { outcome: 'kept' }
    },
    find: (id, browserHash, now) => store.find(id, browserHash, now),
    take: (id, browserHash) => store.take(id, browserHash),
  }
}
