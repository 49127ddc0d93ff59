import type { AuditEvent, Instant } from '../oauth/ports.ts'
import type { StampedEvent } from '../storage/stores/audit/audit-chain.ts'

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

/** Of the events that are counted together so many sources are named: enough to see who floods and whom. */
const mostNamed = 20

interface Window {
  readonly event: AuditEvent
  readonly endsAt: Instant
  times: number
  /** How often which client and address occurred, where events of several are counted together. */
  readonly sources: Map<string, number> | undefined
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
 * Counts a source among the most frequent (Space-Saving, Metwally et al. 2005): a new one takes the place and the count of the least
 * frequent, so that whoever makes up many sources hides none that occurs often.
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
