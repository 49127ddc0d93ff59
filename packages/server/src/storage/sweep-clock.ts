import type { Database } from './database.ts'
import { readDatabaseClock } from './health.ts'

/** What a sweep clock is made of. */
export interface SweepClockOptions {
  readonly clock: () => number
  /** Milliseconds that truly went by: no setting of the clock moves it. */
  readonly elapsed?: () => number
}

/**
 * Creates the clock that sweeps go by, because what a wrong clock refuses is back when it is set right, and what it
 * deletes is not: never later than the database's own clock, and, as SQLite has none, never running more than twice as
 * fast as time went by since the start. So after a computer slept it catches up, and a jump of days takes days.
 */
export function createSweepClock(
  database: Database,
  { clock, elapsed = () => performance.now() }: SweepClockOptions,
): () => Promise<number> {
  let held = clock()
  let heldAt = elapsed()
  return async () => {
    const now = elapsed()
    held = Math.min(clock(), held + 2 * (now - heldAt))
    heldAt = now
    return Math.min(held, (await readDatabaseClock(database)) ?? held)
  }
}
