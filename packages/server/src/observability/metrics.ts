import type { Attempts } from '@valetkey/protocol'
import type { AuditEvent } from '../oauth/ports.ts'
import type { Database } from '../storage/database.ts'

/** Counters in preallocated numbers, so that counting costs next to nothing. */
export interface Metrics {
  event(event: AuditEvent): void
  /** @param path the path of the route; undefined if there is none */
  request(path: string | undefined, status: number, milliseconds: number): void
  limited(kind: string): void
  transaction(): void
  /** Counts a connection closed because it, or all together, exceeded a limit. */
  connectionClosed(reason: string): void
  /** Counts a message of the outbox: `sent`, `failed`, `expired` or `dropped`. */
  mail(result: string): void
  /** Counts an outbound request: `response`, or why there is none. */
  outbound(result: string): void
  read(): Counts
}

/** The counters of one endpoint. */
export interface EndpointCounts {
  readonly endpoint: string
  readonly statuses: ReadonlyMap<number, number>
  /** One counter for each bound and one beyond; each request is counted in one of them. */
  readonly buckets: Readonly<Float64Array>
  readonly seconds: number
}

export interface Counts {
  readonly endpoints: readonly EndpointCounts[]
  /** By type of event. */
  readonly events: ReadonlyMap<string, number>
  /** By type of event, then by its detail. */
  readonly details: ReadonlyMap<string, ReadonlyMap<string, number>>
  readonly limited: ReadonlyMap<string, number>
  readonly transactions: number
  readonly connectionsClosed: ReadonlyMap<string, number>
  readonly outbound: ReadonlyMap<string, number>
  readonly mail: ReadonlyMap<string, number>
}

/** The bounds of the duration histogram, in milliseconds. */
export const durationBounds: readonly number[] = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000]

/** The events whose detail is one of a few values and is counted. */
export const countedByDetail: readonly string[] = ['token.issued', 'token.replayed', 'login.failed']

interface Endpoint {
  readonly endpoint: string
  readonly statuses: Map<number, number>
  readonly buckets: Float64Array
  seconds: number
}

/** Creates the counters; requests without a route count as `other`. */
export function createMetrics(): Metrics {
  const other = newEndpoint('other')
  const endpoints = new Map<string, Endpoint>()
  const events = new Map<string, number>()
  const details = new Map(countedByDetail.map((type) => [type, new Map<string, number>()]))
  const limited = new Map<string, number>()
  const connectionsClosed = new Map<string, number>()
  const outbound = new Map<string, number>()
  const mail = new Map<string, number>()
  let transactions = 0

  function learn(path: string): Endpoint {
    const endpoint = newEndpoint(path)
    endpoints.set(path, endpoint)
    return endpoint
  }

  return {
    event({ type, detail = '' }) {
      add(events, type)
      const counts = details.get(type)
      if (counts !== undefined) add(counts, detail)
    },
    request(path, status, milliseconds) {
      const endpoint = path === undefined ? other : (endpoints.get(path) ?? learn(path))
      add(endpoint.statuses, status)
      let at = 0
      while (at < durationBounds.length && milliseconds > (durationBounds[at] ?? 0)) at++
      endpoint.buckets[at] = (endpoint.buckets[at] ?? 0) + 1
      endpoint.seconds += milliseconds / 1000
    },
    limited: (kind) => add(limited, kind),
    transaction() {
      transactions++
    },
    connectionClosed: (reason) => add(connectionsClosed, reason),
    outbound: (result) => add(outbound, result),
    mail: (result) => add(mail, result),
    read: () => ({
      endpoints: [...endpoints.values(), other],
      events,
      details,
      limited,
      transactions,
      connectionsClosed,
      outbound,
      mail,
    }),
  }
}

/** Counts attempts refused by limits. */
export function countLimits<K extends string>(limits: Attempts<K>, metrics: Pick<Metrics, 'limited'>): Attempts<K> {
  return {
    ...limits,
    async wait(kind, key, address) {
      const seconds = await limits.wait(kind, key, address)
      if (seconds > 0) metrics.limited(kind)
      return seconds
    },
  }
}

/** Counts the transactions requested of a database. */
export function countTransactions(database: Database, metrics: Pick<Metrics, 'transaction'>): Database {
  return {
    ...database,
    transaction(work, key) {
      metrics.transaction()
      return database.transaction(work, key)
    },
  }
}

function newEndpoint(endpoint: string): Endpoint {
  return { endpoint, statuses: new Map(), buckets: new Float64Array(durationBounds.length + 1), seconds: 0 }
}

function add<K>(counts: Map<K, number>, key: K): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}
