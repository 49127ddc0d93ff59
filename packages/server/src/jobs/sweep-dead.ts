import type { Database } from '../storage/database.ts'
import { createSliceSweeper } from '../storage/sweep-slices.ts'
import type { Job } from './job.ts'

/** Deletes rows that can yield no valid token any more, a slice of the table at a time. */
export function sweepDead(database: Database, sweepClock: () => Promise<number>, idleSeconds: number): Job {
  const sweepSlices = createSliceSweeper(database, { idleMs: idleSeconds * 1000 })
  return {
    name: 'sweep revoked and unused rows',
    everyMs: 60_000,
    run: async (stop) => void (await sweepSlices(await sweepClock(), stop)),
  }
}
