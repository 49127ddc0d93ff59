import type { RateLimiterMemory } from 'rate-limiter-flexible'

/** How many times in how many seconds. */
export interface Limit {
  readonly points: number
  readonly seconds: number
}

/** Counts and slows by kind and key. */
export interface Limits<K extends string> {
  /** Answers the seconds to wait before another try with this key, or 0. */
  wait(kind: K, key: string): Promise<number>
  fail(kind: K, key: string): Promise<void>
}

/** What is counted, and how much of it is still taken for honest: people mistype, and offices share an address. */
export const standardLimits = {
  account: { points: 10, seconds: 300 },
  pair: { points: 10, seconds: 120 },
  'known-browser': { points: 10, seconds: 300 },
  'login-address': { points: 100, seconds: 600 },
  client: { points: 20, seconds: 60 },
  'client-address': { points: 200, seconds: 60 },
  interaction: { points: 600, seconds: 60 },
} as const satisfies Readonly<Record<string, Limit>>

/** Names what is counted. */
export type LimitKind = keyof typeof standardLimits

/** Creates the counters, in this process's memory; the library is loaded when there is something to count. */
export function createLimits<K extends string>(table: Readonly<Record<K, Limit>>): Limits<K> {
  let counters: Promise<ReadonlyMap<string, RateLimiterMemory>> | undefined
  const counterOf = async (kind: K) => {
    counters ??= createCounters(table)
    return (await counters).get(kind)
  }
  return {
    async wait(kind, key) {
      const counter = await counterOf(kind)
      const state = await counter?.get(key)
      if (!counter || !state || state.consumedPoints < counter.points) return 0
      return Math.max(1, Math.ceil(state.msBeforeNext / 1000))
    },
    async fail(kind, key) {
      await (await counterOf(kind))?.penalty(key, 1)
    },
  }
}

async function createCounters(table: Readonly<Record<string, Limit>>): Promise<ReadonlyMap<string, RateLimiterMemory>> {
  const { RateLimiterMemory } = await import('rate-limiter-flexible')
  const counter = ([kind, { points, seconds }]: [string, Limit]) =>
    [kind, new RateLimiterMemory({ keyPrefix: kind, points, duration: seconds })] as const
  return new Map(Object.entries(table).map(counter))
}

/** Makes one key of what one household or one machine has: an IPv4 address, or the first half of an IPv6 one. */
export function addressKey(address: string): string {
  if (!address.includes(':')) return address
  const [head = '', tail = ''] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter(Boolean).length : 0
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')].slice(0, 4).join(':')
}
