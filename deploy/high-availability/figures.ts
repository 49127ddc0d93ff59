import type { Seen } from './clients.ts'

/** What clients saw of one failure. */
export interface Figures {
  /** Milliseconds from the failure to the first 200 after the last request that was refused; 0 if none was. */
  readonly recovered: number
  /** The longest time, in milliseconds, that one client went from one 200 to its next. */
  readonly longestOutage: number
  readonly slowest: number
  /** How many answers of each status; 0 is none at all. */
  readonly statuses: Readonly<Record<string, number>>
}

/** Looks at the requests of a time around a failure. */
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

/** Only those who ask all the time: a second tab has nothing to do in between. */
function longestGap(own: readonly Seen[], failedAt: number, endedAt: number): number {
  if (/ (tab|twice)$/.test(own[0]?.worker ?? '')) return 0
  const times = own.filter(isGood).map(({ ended }) => ended)
  const gaps = times.flatMap((time, index) => {
    const before = times[index - 1]
    return before === undefined || time < failedAt || before > endedAt ? [] : [time - before]
  })
  return Math.max(0, ...gaps)
}
