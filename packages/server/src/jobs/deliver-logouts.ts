import type { LogoutDelivery, LogoutOutbox } from '../storage/stores/logout-outbox.ts'
import type { Job } from './job.ts'

export interface DeliverLogoutsOptions {
  readonly outbox: LogoutOutbox
  /** Sends a logout token once. Must end within the lease, and not reject for a client at fault. */
  readonly send: (delivery: LogoutDelivery) => Promise<'delivered' | 'refused' | 'failed' | 'dropped'>
  /** Finds the lane of a client: the deliveries of one lane are made a few at a time, and wait together after a failure. */
  readonly findLane: (clientId: string) => Promise<{ readonly name: string; readonly isDynamic: boolean }>
  /** Reports a delivery that ended. */
  readonly note: (delivery: LogoutDelivery, result: 'delivered' | 'refused' | 'abandoned') => void
  readonly onError: (job: string, error: unknown) => void
  readonly clock: () => number
}

/** A node that was killed while it delivered leaves its claim to the others after this time. */
const leaseMs = 15_000

/** Lanes that are served at once, so that slow ones do not use up every outbound request. */
const mostServed = 16

/** Those of clients that registered themselves, among them. */
const mostDynamic = 8

/** After a failure the other deliveries of the lane wait this long. */
const pauseMs = 5_000

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** How long a failed delivery waits; the last one is repeated until a day has passed. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, hour] as const
const mostAttempts = waits.length + 24

/**
 * Delivers logout tokens (OIDC Back-Channel Logout §2.5), at once when this process queued them and within a second when
 * another one did. A slow or unreachable client delays no other; one that registered itself delays those at the same host that
 * registered themselves too.
 */
export function deliverLogouts(options: DeliverLogoutsOptions): Job {
  const { outbox, onError, clock } = options
  const name = 'deliver logout tokens'
  const served = new Map<string, Serving>()
  const paused = new Map<string, number>()
  let stopping: AbortSignal | undefined
  const hasStopped = () => stopping?.aborted === true

  async function begin(): Promise<void> {
    if (hasStopped()) return
    const now = clock()
    for (const [name, until] of paused) if (until <= now) paused.delete(name)
    const lanes = await groupByLane(await outbox.dueClients(now), options)
    for (const { name: lane, isDynamic, clientIds } of lanes) {
      if (hasStopped() || served.size >= mostServed) return
      if (served.has(lane) || paused.has(lane)) continue
      if (isDynamic && [...served.values()].filter((one) => one.isDynamic).length >= mostDynamic) continue
      const done = serve(lane, clientIds)
        .catch((error) => onError(name, error))
        .finally(() => served.delete(lane))
      served.set(lane, { isDynamic, done })
    }
  }

  async function serve(lane: string, clientIds: readonly string[]): Promise<void> {
    for (const clientId of clientIds) {
      if ((await serveClient(clientId)) === 'done') continue
      paused.set(lane, clock() + pauseMs)
      return
    }
  }

  async function serveClient(clientId: string): Promise<'done' | 'failed'> {
    while (!hasStopped()) {
      const now = clock()
      const claimed = await outbox.claim(clientId, { now, leasedUntil: now + leaseMs })
      if (claimed.length === 0) break
      const results = await Promise.all(claimed.map((delivery) => deliver(delivery, options)))
      if (!results.includes('failed')) continue
      if (!results.includes('done')) await shareFailure(clientId, options)
      return 'failed'
    }
    return 'done'
  }

  outbox.onQueued(() => {
    begin().catch((error) => onError(name, error))
  })
  return {
    name,
    everyMs: second,
    async run(stop) {
      stopping = stop
      await begin()
    },
    async settle() {
      await Promise.all([...served.values()].map(({ done }) => done))
    },
  }
}

interface Serving {
  readonly isDynamic: boolean
  readonly done: Promise<void>
}

interface DueLane {
  readonly name: string
  readonly isDynamic: boolean
  readonly clientIds: readonly string[]
}

/** Keeps the order of the clients. */
async function groupByLane(
  clientIds: readonly string[],
  { findLane }: Pick<DeliverLogoutsOptions, 'findLane'>,
): Promise<readonly DueLane[]> {
  const found = await Promise.all(clientIds.map(async (clientId) => ({ clientId, lane: await findLane(clientId) })))
  const groups = Map.groupBy(found, ({ lane }) => lane.name)
  return [...groups].map(([name, members]) => ({
    name,
    isDynamic: members.some(({ lane }) => lane.isDynamic),
    clientIds: members.map((one) => one.clientId),
  }))
}

/**
 * Counts a failure for the other due deliveries of the client as well: else those of a client that is down for good would
 * pile up faster than they fail one by one.
 */
async function shareFailure(clientId: string, { outbox, note, clock }: DeliverLogoutsOptions): Promise<void> {
  const now = clock()
  const tried = await outbox.removeDue(clientId, { now, from: mostAttempts, to: 1_000 })
  for (const delivery of tried) note(delivery, 'abandoned')
  for (const [from, wait] of waits.entries()) {
    const to = from === waits.length - 1 ? mostAttempts : from
    await outbox.postponeDue(clientId, { now, from, to, dueAt: now + wait })
  }
}

/** Delivers one token; what happens next is written before anything else is claimed. */
async function deliver(
  delivery: LogoutDelivery,
  { outbox, send, note, clock }: DeliverLogoutsOptions,
): Promise<'done' | 'failed'> {
  const result = await send(delivery)
  if (result !== 'failed') {
    await outbox.remove(delivery)
    if (result !== 'dropped') note(delivery, result)
    return 'done'
  }
  if (delivery.attempts >= mostAttempts) {
    await outbox.remove(delivery)
    note(delivery, 'abandoned')
    return 'failed'
  }
  await outbox.postpone(delivery, clock() + (waits[delivery.attempts - 1] ?? hour))
  return 'failed'
}
