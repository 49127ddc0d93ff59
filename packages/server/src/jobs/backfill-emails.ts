import type { Database } from '../storage/database.ts'
import { backfillEmails } from '../storage/stores/backfill-emails.ts'
import type { Job } from './job.ts'

/** Nodes of the release before may run for a while after an upgrade. */
const everyMs = 3_600_000
const checkMs = 10_000

/** Makes accounts that an older release wrote findable by their e-mail address: soon after the start, and each hour. */
export function backfillAccountEmails(database: Database, clock: () => number): Job {
  let last = Number.NEGATIVE_INFINITY
  return {
    name: 'make accounts findable by e-mail',
    everyMs: checkMs,
    async run(stop) {
      if (Math.abs(clock() - last) < everyMs) return
      await backfillEmails(database, stop)
      last = clock()
    },
  }
}
