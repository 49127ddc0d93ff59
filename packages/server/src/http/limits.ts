import { hash } from 'node:crypto'
import type { Attempts } from '@valetkey/protocol'
import { type BoundedCounter, createBoundedCounter } from './bounded-counter.ts'
import { networksOf } from './networks.ts'

/** Events per number of seconds. */
export interface Limit {
  readonly points: number
  readonly seconds: number
}

/**
 * The counted events and the number still considered honest: users mistype, and offices share an address. A counted
 * address also counts for its networks, with the higher limits of `widening`.
 */
export const standardLimits = {
  account: { points: 10, seconds: 300 },
  'account-any-name': { points: 10, seconds: 300 },
  pair: { points: 10, seconds: 120 },
  'known-browser': { points: 10, seconds: 300 },
  'login-address': { points: 100, seconds: 600 },
  // Each may send a message.
  'recovery-account': { points: 3, seconds: 900 },
  'email-change': { points: 5, seconds: 900 },
  'recovery-address': { points: 20, seconds: 600 },
  'sign-up-email': { points: 3, seconds: 900 },
  'sign-up-address': { points: 20, seconds: 600 },
  'sign-up-total': { points: 2_000, seconds: 600 },
  client: { points: 20, seconds: 60 },
  'client-proven': { points: 300, seconds: 60 },
  'client-address': { points: 200, seconds: 60 },
  'client-unproven': { points: 200, seconds: 60 },
  // Services that act for many users, such as hosts of MCP, register from a few addresses.
  registration: { points: 300, seconds: 600 },
} as const satisfies Readonly<Record<string, Limit>>

/** The factor of the limit for each wider network: IPv4 address and /24; IPv6 /64, /56 and /48. */
const widening = { ipv4: [1, 4], ipv6: [1, 2, 4] } as const

/** The entries of one counter. An entry takes 200 bytes or less, so all counters together take at most 50 MB. */
const mostEntries = 10_000

/** Creates the counters, in a bounded part of this process's memory. */
export function createLimits<K extends string>(
  table: Readonly<Record<K, Limit>>,
  clock: () => number = Date.now,
): Attempts<K> {
  const counters = new Map<K, Map<number, BoundedCounter>>()
  const counterOf = (kind: K, factor: number) => {
    const ofKind = counters.get(kind) ?? new Map<number, BoundedCounter>()
    const known = ofKind.get(factor)
    if (known !== undefined) return known
    const { points, seconds } = table[kind]
    const made = createBoundedCounter({ points: points * factor, milliseconds: seconds * 1000, mostEntries })
    counters.set(kind, ofKind.set(factor, made))
    return made
  }
  /** Hashed, so that an entry takes the same memory whatever callers send. */
  const countersOf = (kind: K, key: string, address: string | undefined) => {
    if (address === undefined) return [{ counter: counterOf(kind, 1), hashed: toFixedSize([key]) }]
    const factors = address.includes(':') ? widening.ipv6 : widening.ipv4
    return networksOf(address).map((network, index) => ({
      counter: counterOf(kind, factors[index] ?? 1),
      hashed: toFixedSize([key, network]),
    }))
  }
  return {
    async wait(kind, key, address) {
      // Nobody has failed too often, as is usual: the hashes would cost more than the rest.
      if (![...(counters.get(kind)?.values() ?? [])].some((counter) => counter.blocksAny())) return 0
      const now = clock()
      const waits = countersOf(kind, key, address).map(({ counter, hashed }) => counter.wait(hashed, now))
      return Math.ceil(Math.max(...waits) / 1000)
    },
    async fail(kind, key, address) {
      const now = clock()
      for (const { counter, hashed } of countersOf(kind, key, address)) counter.fail(hashed, now)
    },
  }
}

function toFixedSize(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64')
}
