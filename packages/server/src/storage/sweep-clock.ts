import type { Database } from './database.ts'
import { readDatabaseClock } from './health.ts'

export interface SweepClockOptions {
  readonly clock: () => number
  /** Elapsed milliseconds from a monotonic clock. */
  readonly elapsed?: () => number
}

/**
 * Creates the clock for sweeps. A wrong clock may refuse requests until it is corrected, but must not delete anything:
 * this one is never ahead of the database's clock, and, since SQLite has none, never runs more than twice as fast as
 * elapsed time since the start. After a computer slept it catches up; a jump of days takes days.
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
