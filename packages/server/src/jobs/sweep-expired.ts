import type { Database } from '../storage/database.ts'
import { sweep } from '../storage/sweep.ts'
import type { Job } from './job.ts'

/** Deletes expired rows. */
export function sweepExpired(database: Database, sweepClock: () => Promise<number>): Job {
  return {
    name: 'sweep expired rows',
    everyMs: 60_000,
    run: async (stop) => void (await sweep(database, await sweepClock(), stop)),
  }
}
