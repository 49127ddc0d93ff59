import type { AuditTrail } from '../audit/audit-trail.ts'
import type { Config } from '../config/read-config.ts'
import type { KeyRing } from '../signing-keys/key-ring.ts'
import { bindSigningKeys, loadSigningKeys, type SigningKeyOptions } from '../signing-keys/load-signing-keys.ts'
import { rotateSigningKeys } from '../signing-keys/rotate-signing-keys.ts'
import type { Database } from '../storage/database.ts'
import type { AdminAudit, AuditKey } from '../storage/stores/audit/audit.ts'
import { sweepAudit } from '../storage/stores/audit/sweep.ts'
import { type Catalog, readChangeCounter } from '../storage/stores/catalog.ts'
import { sweep } from '../storage/sweep.ts'
import { createSweepClock } from '../storage/sweep-clock.ts'
import { createSliceSweeper } from '../storage/sweep-slices.ts'
import type { Job } from './run-jobs.ts'
import type { UsageCounter } from './usage-counter.ts'

/** What background work is done on. */
export interface BackgroundParts {
  readonly config: Config
  readonly database: Database
  readonly clock: () => number
  /** Where the counter of changes stood before anything was remembered: what came after it must be read anew. */
  readonly counter: number
  readonly catalog: Catalog
  readonly keyRing: KeyRing
  readonly keyOptions: SigningKeyOptions
  readonly usage: UsageCounter
  readonly audit: AuditTrail
  readonly auditKey: AuditKey
  readonly admin: AdminAudit
}

const day = 86_400_000

/** Lists what every node does in the background; each job does no harm when all nodes do it at once. */
export function createBackgroundJobs(parts: BackgroundParts): readonly Job[] {
  const { config, database, clock, catalog, keyRing, keyOptions, usage, audit, auditKey, admin } = parts
  const sweepClock = createSweepClock(database, { clock })
  const sweepSlices = createSliceSweeper(database, { idleMs: config.lifetimes.refreshTokenIdle * 1000 })
  const loadKeys = async () => keyRing.replace(await loadSigningKeys(clock(), keyOptions))
  const sweepOldAudit = async (stop: AbortSignal) => {
    const before = (await sweepClock()) - config.audit.keepDays * day
    await sweepAudit(database, { mac: auditKey.mac, admin, before, stop })
  }
  let { counter } = parts
  return [
    {
      name: 'watch for changes',
      everyMs: 250,
      async run() {
        const now = await readChangeCounter(database)
        if (now === counter) return
        catalog.forget()
        await loadKeys()
        // Noted last: what failed half-way is done again.
        counter = now
      },
    },
    { name: 'write uses of keys', everyMs: 1000, run: () => usage.flush() },
    {
      name: 'rotate signing keys',
      everyMs: 60_000,
      async run() {
        await bindSigningKeys(clock(), keyOptions)
        await rotateSigningKeys({ now: clock(), rotateAfter: config.keys.rotateAfterDays * day }, keyOptions)
        // Time alone ends the publication of an old key; no counter moves then.
        await loadKeys()
      },
    },
    { name: 'record floods', everyMs: 5_000, run: async () => audit.settle() },
    { name: 'sweep the audit log', everyMs: 600_000, run: sweepOldAudit },
    {
      name: 'sweep what has ended',
      everyMs: 60_000,
      run: async (stop) => void (await sweep(database, await sweepClock(), stop)),
    },
    {
      name: 'sweep what is dead',
      everyMs: 60_000,
      run: async (stop) => void (await sweepSlices(await sweepClock(), stop)),
    },
  ]
}
