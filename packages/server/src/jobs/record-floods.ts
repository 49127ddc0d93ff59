import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Job } from './job.ts'

/** Records the number of audit events that were left out of floods. */
export function recordFloods(audit: Pick<AuditTrail, 'settle'>): Job {
  return { name: 'record floods', everyMs: 5_000, run: async () => audit.settle() }
}
