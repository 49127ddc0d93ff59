import type { AuditEvent, Instant } from '../oauth/ports.ts'
import type { StampedEvent } from './audit-writer.ts'

/** Lets the first of many equal events through and counts the rest, so that a flood of tries is no flood of rows. */
export interface FloodGate {
  /** Tells whether the event is to be recorded by itself; else it is counted. */
  isFirst(event: AuditEvent, now: Instant): boolean
  /** Answers, as one event each, what was counted in windows that ended by now. */
  drain(now: Instant): readonly StampedEvent[]
}

const windowMs = 60_000
/** Kinds that are told apart at once; what comes beyond is counted together. */
const mostKinds = 1_000

interface Window {
  readonly event: AuditEvent
  readonly endsAt: Instant
  times: number
}

/** Creates the gate: of the same type, client, person, address and detail one row a minute, and one with the count. */
export function createFloodGate(): FloodGate {
  const windows = new Map<string, Window>()
  return {
    isFirst(event, now) {
      const { type, clientId, accountId, address, detail } = event
      const own = JSON.stringify([type, clientId, accountId, address, detail])
      const key = windows.has(own) || windows.size < mostKinds ? own : type
      const window = windows.get(key)
      if (window !== undefined && window.endsAt > now) {
        window.times++
        return false
      }
      // A window that ended and was not drained yet keeps its count.
      const carried = window?.times ?? 0
      windows.set(key, { event: key === own ? event : { type }, endsAt: now + windowMs, times: carried })
      return true
    },
    drain(now) {
      const ended = [...windows].filter(([, { endsAt }]) => endsAt <= now)
      for (const [key] of ended) windows.delete(key)
      return ended
        .filter(([, { times }]) => times > 0)
        .map(([, { event, times }]) => {
          const detail = `${times} more within a minute${event.detail === undefined ? '' : `: ${event.detail}`}`
          return { ...event, requestId: undefined, at: now, detail }
        })
    },
  }
}
