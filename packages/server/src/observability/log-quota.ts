/** The minimum interval between lines for repeats, in milliseconds. */
const interval = 60_000
/** The maximum number of kinds that are counted separately; further ones count as one. */
const mostKinds = 100

/** Reports the first of each kind, then writes once a minute how many followed. */
export interface Repeats {
  /** @returns whether this is the first of its kind within a minute or more */
  note(kind: string, writeCount: (count: number) => void): boolean
}

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

/** Allows a number of lines per minute, then writes how many more there were. */
export interface Quota {
  /** @returns whether this one is within the quota */
  take(writeCount: (count: number) => void): boolean
}

/** Creates a quota for lines that callers can cause without limit. */
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
