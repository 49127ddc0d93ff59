import type { Audit } from '../oauth/ports.ts'
import type { Log } from '../observability/log.ts'
import type { Metrics } from '../observability/metrics.ts'
import type { ProcessChain } from '../storage/stores/audit/audit.ts'
import { type AuditWriterState, createAuditWriter } from './audit-writer.ts'
import { createFloodGate } from './flood-gate.ts'

/** Receives all events, for the metrics, the log and, in the background, the audit log. */
export interface AuditTrail extends Audit {
  state(): AuditWriterState
  /** Writes the counts of ended floods. */
  settle(): void
  close(): Promise<void>
}

export interface AuditTrailOptions {
  readonly chain: ProcessChain
  readonly log: Log
  readonly metrics: Pick<Metrics, 'event'>
  readonly clock: () => number
  /** Whether tokens issued without a new act of a user are recorded one by one. */
  readonly tokens: boolean
}

export function createAuditTrail({ chain, log, metrics, clock, tokens }: AuditTrailOptions): AuditTrail {
  const gate = createFloodGate()
  const writer = createAuditWriter({
    target: chain,
    clock,
    onError: (error) => log.failure({ error, job: 'write the audit log' }),
  })
  return {
    record(event) {
      metrics.event(event)
      if (event.routine) log.routine(event)
      if (event.routine && !tokens) return
      const at = clock()
      if (event.flood && !gate.isFirst(event, at)) return
      if (!event.routine) log.audit(event)
      writer.add({ ...event, at })
    },
    state: writer.state,
    settle() {
      for (const event of gate.drain(clock())) {
        log.audit(event)
        writer.add(event)
      }
    },
    async close() {
      for (const event of gate.drain(Number.POSITIVE_INFINITY)) writer.add({ ...event, at: clock() })
      await writer.close()
    },
  }
}
