import type { Job } from './job.ts'
import type { UsageCounter } from './usage-counter.ts'

/** Writes how often authorizations were used. */
export function writeUses(usage: Pick<UsageCounter, 'flush'>): Job {
  return { name: 'write uses of authorizations', everyMs: 1000, run: () => usage.flush() }
}
