import type { Stores } from '../storage/open-stores.ts'
import type { Job } from './job.ts'

/** Deletes accounts whose users asked for it, after the waiting period. */
export function deleteAccounts(
  store: Pick<Stores['accountData'], 'deleteDue'>,
  sweepClock: () => Promise<number>,
): Job {
  return {
    name: 'delete accounts',
    everyMs: 60_000,
    async run() {
      await store.deleteDue(await sweepClock())
    },
  }
}
