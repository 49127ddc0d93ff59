import type { Database } from '../storage/database.ts'
import type { AdminAudit, AuditKey } from '../storage/stores/audit/audit.ts'
import { sweepAudit } from '../storage/stores/audit/sweep.ts'
import type { Job } from './job.ts'

export interface SweepAuditLogOptions {
  readonly sweepClock: () => Promise<number>
  readonly auditKey: AuditKey
  readonly adminAudit: AdminAudit
  readonly keepDays: number
}

/** Deletes audit events that are older than configured. */
export function sweepAuditLog(database: Database, options: SweepAuditLogOptions): Job {
  const { sweepClock, auditKey, adminAudit, keepDays } = options
  return {
    name: 'sweep the audit log',
    everyMs: 600_000,
    async run(stop) {
      const before = (await sweepClock()) - keepDays * 86_400_000
      await sweepAudit(database, { mac: auditKey.mac, admin: adminAudit, before, stop })
    },
  }
}
