import type { Clock, Instant } from '../oauth/ports.ts'
import type { StampedEvent } from '../storage/stores/audit/audit-chain.ts'

/** The destination of events; after a failure the same ones are passed again. */
export interface AuditTarget {
  append(events: readonly StampedEvent[]): Promise<void>
  close(at: Instant): Promise<void>
}

/** The state of the writer. */
export interface AuditWriterState {
  /** Events that are not on disk yet. */
  readonly waiting: number
  readonly most: number
  /** Events dropped because the buffer was full; their number is recorded as soon as there is room. */
  readonly dropped: number
  readonly failures: number
  /** When writing began to fail; undefined while it works. */
  readonly failingSince: Instant | undefined
}

/** Writes events in the background, many at a time, so that no response waits for them or fails with them. */
export interface AuditWriter {
  add(event: StampedEvent): void
  state(): AuditWriterState
  /**
   * Writes pending events, records the shutdown, and stops; if writing fails, gives up and reports the number of lost
   * events.
   */
  close(): Promise<void>
}

export interface AuditWriterOptions {
  readonly target: AuditTarget
  readonly clock: Clock
  readonly onError: (error: unknown) => void
  /** Events that are kept while the database is unreachable. */
  readonly most?: number
}

const atOnce = 256
const pauseMs = 50
const afterFailureMs = 1000
/** A write that fails sooner than this was not waiting for the database. */
const soonMs = 1000

export function createAuditWriter({ target, clock, onError, most = 10_000 }: AuditWriterOptions): AuditWriter {
  const waiting: StampedEvent[] = []
  /** The events of the current write: a retry passes the same ones, so that none is recorded twice. */
  let batch: readonly StampedEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let dropped = 0
  let unrecorded = 0
  let failures = 0
  let failingSince: Instant | undefined

  function schedule(after: number): void {
    timer ??= setTimeout(() => {
      timer = undefined
      running ??= flush().finally(() => {
        running = undefined
        if (waiting.length + batch.length > 0) schedule(failingSince === undefined ? 0 : afterFailureMs)
      })
    }, after).unref()
  }

  async function flush(): Promise<void> {
    if (batch.length === 0) batch = takeBatch()
    if (batch.length === 0) return
    try {
      await target.append(batch)
      batch = []
      failingSince = undefined
    } catch (error) {
      failures++
      if (failingSince === undefined) onError(error)
      failingSince ??= clock()
    }
  }

  function takeBatch(): readonly StampedEvent[] {
    const taken = waiting.splice(0, atOnce)
    if (unrecorded === 0) return taken
    taken.push({
      type: 'audit.dropped',
      at: clock(),
      detail: `${unrecorded} events were dropped because the buffer was full`,
    })
    unrecorded = 0
    return taken
  }

  return {
    add(event) {
      if (waiting.length >= most) {
        dropped++
        unrecorded++
        return
      }
      waiting.push(event)
      if (running === undefined) schedule(pauseMs)
    },
    state: () => ({ waiting: waiting.length + batch.length, most, dropped, failures, failingSince }),
    async close() {
      clearTimeout(timer)
      const [before, began] = [failures, performance.now()]
      await running
      clearTimeout(timer)
      // A fast failure was a broken connection, and a retry may succeed; a slow one means an unreachable database.
      const isAway = failures > before && performance.now() - began > soonMs
      const after = failures
      while (!isAway && waiting.length + batch.length > 0 && failures === after) await flush()
      if (!isAway && failures === after) await target.close(clock()).catch(onError)
      const left = waiting.length + batch.length + unrecorded
      if (left > 0)
        onError(new Error(`${left} events are not in the audit log: the database did not accept them in time`))
    },
  }
}
