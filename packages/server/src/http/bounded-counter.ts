/** Counts failures by key in a bounded number of entries. */
export interface BoundedCounter {
  /** The milliseconds until a blocked key is free again, or 0. */
  wait(key: string, now: number): number
  /** Whether any key may have to wait. */
  blocksAny(): boolean
  fail(key: string, now: number): void
  size(): number
}

export interface BoundedCounterOptions {
  /** The failures within the window after which a key must wait. */
  readonly points: number
  readonly milliseconds: number
  readonly mostEntries: number
}

interface Entry {
  count: number
  readonly endsAt: number
}

/**
 * Creates a counter whose window begins with the first failure of a key. When it is full, it removes an expired entry,
 * otherwise the oldest of those with the fewest failures: to have a blocked key removed, an attacker must bring as many
 * other keys to the limit. Every operation takes constant time, however many entries there are.
 */
export function createBoundedCounter({ points, milliseconds, mostEntries }: BoundedCounterOptions): BoundedCounter {
  /** By the binary logarithm of the count; the last level holds the blocked keys. */
  const levels: readonly Map<string, Entry>[] = Array.from({ length: 33 - Math.clz32(points) }, () => new Map())
  const last = levels.length - 1
  const levelOf = (count: number) => (count >= points ? last : 31 - Math.clz32(count))
  let size = 0

  function remove(level: number, key: string): void {
    if (levels[level]?.delete(key)) size--
  }

  function makeRoom(now: number): void {
    for (let level = 0; level <= last; level++) {
      const [oldest] = levels[level] ?? []
      if (oldest !== undefined && oldest[1].endsAt <= now) {
        remove(level, oldest[0])
        return
      }
    }
    const lowest = levels.findIndex((level) => level.size > 0)
    const [first] = levels[lowest] ?? []
    if (first !== undefined) remove(lowest, first[0])
  }

  function add(key: string, entry: Entry): void {
    levels[levelOf(entry.count)]?.set(key, entry)
    size++
  }

  return {
    size: () => size,
    blocksAny: () => (levels[last]?.size ?? 0) > 0,
    wait(key, now) {
      const endsAt = levels[last]?.get(key)?.endsAt ?? 0
      return Math.max(0, endsAt - now)
    },
    fail(key, now) {
      for (let level = 0; level <= last; level++) {
        const entry = levels[level]?.get(key)
        if (entry === undefined) continue
        if (entry.endsAt <= now) {
          remove(level, key)
          break
        }
        entry.count++
        if (levelOf(entry.count) === level) return
        remove(level, key)
        add(key, entry)
        return
      }
      if (size >= mostEntries) makeRoom(now)
      add(key, { count: 1, endsAt: now + milliseconds })
    },
  }
}
