import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Config } from '../config/read-config.ts'
import type { MailSender } from '../mail/send-mail.ts'
import type { SigningKeys } from '../signing-keys/open-key-ring.ts'
import type { Database } from '../storage/database.ts'
import type { Stores } from '../storage/open-stores.ts'
import type { AdminAudit, AuditKey } from '../storage/stores/audit/audit.ts'
import { type Catalog, readChangeCounter } from '../storage/stores/catalog.ts'
import { createSweepClock } from '../storage/sweep-clock.ts'
import { backfillAccountEmails } from './backfill-emails.ts'
import { deleteAccounts } from './delete-accounts.ts'
import { type DeliverLogoutsOptions, deliverLogouts } from './deliver-logouts.ts'
import type { Job } from './job.ts'
import { recordFloods } from './record-floods.ts'
import { rotateKeys } from './rotate-keys.ts'
import { sweepAuditLog } from './sweep-audit-log.ts'
import { sweepDead } from './sweep-dead.ts'
import { sweepDynamicClients } from './sweep-dynamic-clients.ts'
import { sweepExpired } from './sweep-expired.ts'
import type { UsageCounter } from './usage-counter.ts'
import { watchChanges } from './watch-changes.ts'
import { writeUses } from './write-uses.ts'

export interface JobsOptions {
  readonly config: Config
  readonly database: Database
  readonly clock: () => number
  /** The change counter, read before anything was cached. */
  readonly changeCounter: number
  readonly stores: Pick<Stores, 'dynamicClients' | 'accountData'> & {
    readonly catalog: Pick<Catalog, 'forget'>
    readonly adminAudit: AdminAudit
  }
  readonly signingKeys: SigningKeys
  readonly usage: UsageCounter
  readonly audit: AuditTrail
  readonly auditKey: AuditKey
  readonly logouts: Pick<DeliverLogoutsOptions, 'outbox' | 'send' | 'findLane' | 'onError'>
  readonly sender: MailSender | undefined
  readonly deletionNotice: Parameters<typeof deleteAccounts>[2]
}

/** Lists the background jobs of every node. */
export function createJobs(options: JobsOptions): readonly Job[] {
  const { config, database, clock, signingKeys, usage, audit, auditKey, sender } = options
  const { catalog, adminAudit, dynamicClients } = options.stores
  const sweepClock = createSweepClock(database, { clock })
  return [
    watchChanges({
      since: options.changeCounter,
      readCounter: () => readChangeCounter(database),
      forget: () => catalog.forget(),
      reloadKeys: () => signingKeys.reload(),
    }),
    writeUses(usage),
    rotateKeys(signingKeys, config.keys.rotateAfterDays),
    recordFloods(audit),
    deliverLogouts({
      ...options.logouts,
      clock,
      note({ clientId, accountId }, result) {
        audit.record({ type: `logout.${result}`, clientId, accountId, routine: result === 'delivered' })
      },
    }),
    ...(sender === undefined ? [] : [sender]),
    sweepAuditLog(database, { sweepClock, auditKey, adminAudit, keepDays: config.audit.keepDays }),
    backfillAccountEmails(database, clock),
    sweepExpired(database, sweepClock),
    deleteAccounts(options.stores.accountData, sweepClock, options.deletionNotice),
    sweepDynamicClients({
      store: dynamicClients,
      sweepClock,
      audit,
      days: config.dynamicClients.removeUnusedAfterDays,
    }),
    sweepDead(database, sweepClock, config.lifetimes.refreshTokenIdle),
  ]
}
