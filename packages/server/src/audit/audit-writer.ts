import type { Clock, Instant } from '../oauth/ports.ts'
import type { StampedEvent } from '../storage/stores/audit/audit-chain.ts'

/** Where events are written; after a failure the same ones are given again. */
export interface AuditTarget {
  append(events: readonly StampedEvent[]): Promise<void>
  close(at: Instant): Promise<void>
}

/** How the writer does. */
export interface AuditWriterState {
  /** Events that are not on disk yet. */
  readonly waiting: number
  readonly most: number
  /** Events that found the buffer full; how many is written as soon as there is room. */
  readonly dropped: number
  readonly failures: number
  /** Since when writing has failed; undefined while it does not. */
  readonly failingSince: Instant | undefined
}

/** Writes events in the background, many at a time, so that no answer waits for them and none fails with them. */
export interface AuditWriter {
  add(event: StampedEvent): void
  state(): AuditWriterState
  /** Writes what waits, notes the end, and stops; gives up when writing fails, and tells how many events are lost. */
  close(): Promise<void>
}

/** What the writer needs. */
export interface AuditWriterOptions {
  readonly target: AuditTarget
  readonly clock: Clock
  readonly onError: (error: unknown) => void
  /** Events that are kept while the database is away. */
  readonly most?: number
}

const atOnce = 256
const pauseMs = 50
const afterFailureMs = 1000
/** A write that fails sooner than this was not kept waiting by the database. */
const soonMs = 1000

/** Creates the writer. */
export function createAuditWriter({ target, clock, onError, most = 10_000 }: AuditWriterOptions): AuditWriter {
  const waiting: StampedEvent[] = []
  /** What is being written: after a failure it is the very same again, so that nothing is there twice. */
  let batch: readonly StampedEvent[] = []
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let dropped = 0
  let untold = 0
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
    if (untold === 0) return taken
    taken.push({ type: 'audit.dropped', at: clock(), detail: `${untold} events found the buffer full` })
    untold = 0
    return taken
  }

  return {
    add(event) {
      if (waiting.length >= most) {
        dropped++
        untold++
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
      // A write that failed soon met a broken connection, and the next may do; one that waited, a database that is away.
      const isAway = failures > before && performance.now() - began > soonMs
      const after = failures
      while (!isAway && waiting.length + batch.length > 0 && failures === after) await flush()
      if (!isAway && failures === after) await target.close(clock()).catch(onError)
      const left = waiting.length + batch.length + untold
      if (left > 0)
        onError(new Error(`${left} events are not in the audit log: the database did not take them in time`))
    },
  }
}
