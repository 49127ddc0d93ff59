import type { AuditEvent, Instant } from '../oauth/ports.ts'
import type { StampedEvent } from '../storage/stores/audit/audit-chain.ts'

/** Records the first of many equal events and counts the rest, so that a flood of attempts is not a flood of rows. */
export interface FloodGate {
  /** Returns whether to record the event by itself; otherwise it is counted. */
  isFirst(event: AuditEvent, now: Instant): boolean
  /** Returns the counts of windows that ended by now, as one event each. */
  drain(now: Instant): readonly StampedEvent[]
}

const windowMs = 60_000
/** The maximum number of kinds that are counted separately; further ones are counted together. */
const mostKinds = 1_000

/**
 * The maximum number of named sources of events that are counted together: enough to see the source and the target of a
 * flood.
 */
const mostNamed = 20

interface Window {
  readonly event: AuditEvent
  readonly endsAt: Instant
  times: number
  /** How often each client and address occurred, if different events are counted together. */
  readonly sources: Map<string, number> | undefined
}

/**
 * Creates the gate: for the same type, client, account, address and detail, one row a minute, and one with the count.
 */
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
        if (window.sources !== undefined) noteSource(window.sources, event)
        return false
      }
      // A window that ended and was not drained yet keeps its count.
      const carried = window?.times ?? 0
      const isShared = key !== own
      const sources = isShared ? (window?.sources ?? new Map<string, number>()) : undefined
      windows.set(key, { event: isShared ? { type } : event, endsAt: now + windowMs, times: carried, sources })
      return true
    },
    drain(now) {
      const ended = [...windows].filter(([, { endsAt }]) => endsAt <= now)
      for (const [key] of ended) windows.delete(key)
      return ended
        .filter(([, { times }]) => times > 0)
        .map(([, { event, times, sources }]) => {
          const named = event.detail ?? (sources === undefined ? undefined : describeSources(sources))
          const detail = `${times} more within a minute${named === undefined ? '' : `: ${named}`}`
          return { ...event, requestId: undefined, at: now, detail }
        })
    },
  }
}

/**
 * Counts a source among the most frequent (Space-Saving, Metwally et al. 2005): a new one replaces the least frequent
 * and continues its count, so that many made-up sources cannot hide a frequent one.
 */
function noteSource(sources: Map<string, number>, { clientId, accountId, address }: AuditEvent): void {
  const who = clientId ?? accountId ?? 'unknown'
  const source = `${who.slice(0, 100)} from ${networkOf(address)}`
  const known = sources.get(source)
  if (known !== undefined || sources.size < mostNamed * 2) {
    sources.set(source, (known ?? 0) + 1)
    return
  }
  const [least, times] = [...sources].reduce((one, other) => (other[1] < one[1] ? other : one))
  sources.delete(least)
  sources.set(source, times + 1)
}

function describeSources(sources: ReadonlyMap<string, number>): string {
  return [...sources]
    .sort(([, a], [, b]) => b - a)
    .slice(0, mostNamed)
    .map(([source, times]) => `${source} (about ${times})`)
    .join(', ')
}

/** The /48 of an IPv6 address, the /24 of an IPv4 one: a flood comes from many addresses of one network. */
function networkOf(address: string | undefined): string {
  if (address === undefined) return 'unknown'
  return address.includes(':') ? `${address.split(':', 3).join(':')}::/48` : address.replace(/\.\d{1,3}$/, '.0/24')
}
