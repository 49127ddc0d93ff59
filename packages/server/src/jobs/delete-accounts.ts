import type { Stores } from '../storage/open-stores.ts'
import type { Job } from './job.ts'

/** The longest time that one run takes, in milliseconds; the next run continues. */
const mostMs = 5_000

/** Deletes accounts whose users asked for it, after the waiting period, and writes to them. */
export function deleteAccounts(
  store: Pick<Stores['accountData'], 'deleteDue'>,
  sweepClock: () => Promise<number>,
  writeNotice: Parameters<Stores['accountData']['deleteDue']>[1],
  elapsed: () => number = () => performance.now(),
): Job {
  return {
    name: 'delete accounts',
    everyMs: 10_000,
    async run(stop) {
      const end = elapsed() + mostMs
      await store.deleteDue(await sweepClock(), writeNotice, { stop, hasTime: () => elapsed() < end })
    },
  }
}
