import type { Database } from '../storage/database.ts'
import { sweep } from '../storage/sweep.ts'
import type { Job } from './job.ts'

/** Deletes rows whose time has passed. */
export function sweepExpired(database: Database, sweepClock: () => Promise<number>): Job {
  return {
    name: 'sweep what has ended',
    everyMs: 60_000,
    run: async (stop) => void (await sweep(database, await sweepClock(), stop)),
  }
}
