/** How often what repeats is written, in milliseconds. */
const interval = 60_000
/** Kinds that are told apart at one time; further ones count as one. */
const mostKinds = 100

/** Lets the first of each kind through, and then writes once a minute how many followed. */
export interface Repeats {
  /** @returns whether this is the first of its kind within a minute or more */
  note(kind: string, writeCount: (count: number) => void): boolean
}

/** Creates the counters of what repeats. */
export function createRepeats(everyMs: number = interval): Repeats {
  const counts = new Map<string, number>()
  function watch(kind: string, writeCount: (count: number) => void): void {
    setTimeout(() => {
      const count = counts.get(kind) ?? 0
      counts.delete(kind)
      if (count === 0) return
      writeCount(count)
      counts.set(kind, 0)
      watch(kind, writeCount)
    }, everyMs).unref()
  }
  return {
    note(kind, writeCount) {
      const known = counts.has(kind) || counts.size < mostKinds ? kind : 'other'
      const count = counts.get(known)
      if (count !== undefined) {
        counts.set(known, count + 1)
        return false
      }
      counts.set(known, 0)
      watch(known, writeCount)
      return true
    },
  }
}

/** Lets so many through in a minute, and then writes how many more came. */
export interface Quota {
  /** @returns whether this is one of those that are let through */
  take(writeCount: (count: number) => void): boolean
}

/** Creates the quota of what callers can cause without end. */
export function createQuota(most: number, everyMs: number = interval): Quota {
  let taken = 0
  return {
    take(writeCount) {
      if (taken === 0) {
        setTimeout(() => {
          const beyond = taken - most
          taken = 0
          if (beyond > 0) writeCount(beyond)
        }, everyMs).unref()
      }
      return ++taken <= most
    },
  }
}
