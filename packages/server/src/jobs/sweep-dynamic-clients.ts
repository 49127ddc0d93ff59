import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Stores } from '../storage/open-stores.ts'
import type { Job } from './job.ts'

export interface SweepDynamicClientsOptions {
  readonly store: Pick<Stores['dynamicClients'], 'removeUnused'>
  readonly sweepClock: () => Promise<number>
  readonly audit: Pick<AuditTrail, 'record'>
  readonly days: number
}

/** Removes clients that registered themselves and are no longer used. */
export function sweepDynamicClients({ store, sweepClock, audit, days }: SweepDynamicClientsOptions): Job {
  return {
    name: 'sweep unused dynamic clients',
    everyMs: 600_000,
    async run() {
      const now = await sweepClock()
      const removed = await store.removeUnused(now - days * 86_400_000, now)
      const detail = `unused for ${days} days`
      for (const clientId of removed)
        audit.record({ type: 'client.removed', clientId, detail, actor: 'server', flood: true })
    },
  }
}
