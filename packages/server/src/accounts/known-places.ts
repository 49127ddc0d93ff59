import { createHash } from 'node:crypto'

/** Remembers from which address an account signed in of late. */
export interface KnownPlaces {
  isKnown(accountId: string, address: string | undefined, now: number): boolean
  note(accountId: string, address: string | undefined, now: number): void
}

const mostPlaces = 10_000
const keptMs = 7 * 86_400_000

/** Creates the memory of a process; the oldest is forgotten first. Only a right password adds to it. */
export function createKnownPlaces(): KnownPlaces {
  const places = new Map<string, number>()
  const keyOf = (accountId: string, address: string) =>
    createHash('sha256')
      .update(JSON.stringify([accountId, address]))
      .digest('base64')
  return {
    isKnown(accountId, address, now) {
      if (address === undefined) return false
      const since = places.get(keyOf(accountId, address))
      return since !== undefined && since > now - keptMs
    },
    note(accountId, address, now) {
      if (address === undefined) return
      const key = keyOf(accountId, address)
      places.delete(key)
      places.set(key, now)
      const [oldest] = places.keys()
      if (places.size > mostPlaces && oldest !== undefined) places.delete(oldest)
    },
  }
}
