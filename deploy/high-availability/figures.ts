import type { Seen } from './clients.ts'

/** The effect of one failure on clients. */
export interface Figures {
  /** Milliseconds from the failure to the first success after the last failed request; 0 if none failed. */
  readonly recovered: number
  /** The longest time in milliseconds between two successive successes of one client. */
  readonly longestOutage: number
  readonly slowest: number
  /** Number of responses by status; 0 counts requests without a response. */
  readonly statuses: Readonly<Record<string, number>>
}

/** Computes the figures from the requests that overlap the time from `failedAt` to `endedAt`. */
export function toFigures(seen: readonly Seen[], failedAt: number, endedAt: number): Figures {
  const during = seen.filter(({ ended, began }) => ended >= failedAt && began <= endedAt)
  const statuses: Record<string, number> = {}
  for (const { status } of during) statuses[status] = (statuses[status] ?? 0) + 1
  return {
    recovered: recoveredAfter(during, failedAt),
    longestOutage: Math.max(0, ...byWorker(seen).map((own) => longestGap(own, failedAt, endedAt))),
    slowest: Math.max(0, ...during.map(({ began, ended }) => ended - began)),
    statuses,
  }
}

const isGood = ({ status }: Seen) => status === 200 || status === 303 || status === 302

function recoveredAfter(during: readonly Seen[], failedAt: number): number {
  const later = during.filter(({ began }) => began >= failedAt).sort((a, b) => a.ended - b.ended)
  const lastRefused = later.filter(({ status }) => status === 0 || status >= 500).at(-1)
  if (lastRefused === undefined) return 0
  const first = later.find((each) => isGood(each) && each.ended > lastRefused.ended)
  return (first?.ended ?? Number.POSITIVE_INFINITY) - failedAt
}

function byWorker(seen: readonly Seen[]): readonly (readonly Seen[])[] {
  return [...Map.groupBy(seen, ({ worker }) => worker).values()]
}

/** Returns 0 for second tabs, which pause between requests even without a failure. */
function longestGap(own: readonly Seen[], failedAt: number, endedAt: number): number {
  if (/ (tab|twice)$/.test(own[0]?.worker ?? '')) return 0
  const times = own.filter(isGood).map(({ ended }) => ended)
  const gaps = times.flatMap((time, index) => {
    const before = times[index - 1]
    return before === undefined || time < failedAt || before > endedAt ? [] : [time - before]
  })
  return Math.max(0, ...gaps)
}
