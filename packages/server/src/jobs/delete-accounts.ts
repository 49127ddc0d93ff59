import type { Stores } from '../storage/open-stores.ts'
import type { Job } from './job.ts'

/** Deletes accounts whose users asked for it, after the waiting period, and writes to them. */
export function deleteAccounts(
  store: Pick<Stores['accountData'], 'deleteDue'>,
  sweepClock: () => Promise<number>,
  writeNotice: Parameters<Stores['accountData']['deleteDue']>[1],
): Job {
  return {
    name: 'delete accounts',
    everyMs: 10_000,
    async run() {
      await store.deleteDue(await sweepClock(), writeNotice)
    },
  }
}
