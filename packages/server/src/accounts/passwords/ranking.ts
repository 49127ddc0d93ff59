/** Keeps things ordered by a size, so that one of the largest is found at once. */
export interface Ranking<T> {
  /** Notes the size of a thing; 0 removes it. */
  set(thing: T, size: number): void
  /** One of the largest, at random among equals; undefined if there is nothing. */
  largest(): T | undefined
}

interface Place {
  size: number
  index: number
}

/** Creates a ranking; both operations take constant time where sizes change by small steps. @param random a number from 0 to 1 */
export function createRanking<T>(random: () => number): Ranking<T> {
  const bySize: T[][] = []
  const places = new Map<T, Place>()
  let most = 0

  function leave(thing: T, { size, index }: Place): void {
    const row = bySize[size] ?? []
    const last = row.pop()
    if (last === undefined || last === thing) return
    row[index] = last
    const place = places.get(last)
    if (place !== undefined) place.index = index
  }

  return {
    set(thing, size) {
      const place = places.get(thing)
      if (place !== undefined) leave(thing, place)
      if (size === 0) places.delete(thing)
      else {
        bySize[size] ??= []
        const row = bySize[size]
        places.set(thing, { size, index: row.length })
        row.push(thing)
        most = Math.max(most, size)
      }
      while (most > 0 && (bySize[most]?.length ?? 0) === 0) most--
    },
    largest() {
      const row = bySize[most] ?? []
      return row[Math.floor(random() * row.length)]
    },
  }
}
