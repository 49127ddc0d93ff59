import type { LogoutDelivery, LogoutOutbox } from '../storage/stores/logout-outbox.ts'
import type { Job } from './job.ts'

export interface DeliverLogoutsOptions {
  readonly outbox: LogoutOutbox
  /** Sends a logout token once. Must end within the lease, and not reject for a client at fault. */
  readonly send: (delivery: LogoutDelivery) => Promise<'delivered' | 'refused' | 'failed' | 'dropped'>
  /** Reports a delivery that ended. */
  readonly note: (delivery: LogoutDelivery, result: 'delivered' | 'refused' | 'abandoned') => void
  readonly onError: (job: string, error: unknown) => void
  readonly clock: () => number
}

/** A node that was killed while it delivered leaves its claim to the others after this time. */
const leaseMs = 15_000

/** Clients that are served at once, so that slow ones do not use up every outbound request. */
const mostServed = 16

/** After a failure the other deliveries of the client wait this long. */
const pauseMs = 5_000

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** How long a failed delivery waits; the last one is repeated until a day has passed. */
const waits = [5 * second, 30 * second, 2 * minute, 10 * minute, hour] as const
const mostAttempts = waits.length + 24

/**
 * Delivers logout tokens (OIDC Back-Channel Logout §2.5), at once when this process queued them and within a second when
 * another one did. A slow or unreachable client delays no other.
 */
export function deliverLogouts(options: DeliverLogoutsOptions): Job {
  const { outbox, onError, clock } = options
  const name = 'deliver logout tokens'
  const served = new Map<string, Promise<void>>()
  const paused = new Map<string, number>()
  let stopping: AbortSignal | undefined
  const hasStopped = () => stopping?.aborted === true

  async function begin(): Promise<void> {
    if (hasStopped()) return
    const now = clock()
    for (const [clientId, until] of paused) if (until <= now) paused.delete(clientId)
    for (const clientId of await outbox.dueClients(now)) {
      if (served.size >= mostServed) return
      if (served.has(clientId) || paused.has(clientId)) continue
      const serving = serve(clientId)
        .catch((error) => onError(name, error))
        .finally(() => served.delete(clientId))
      served.set(clientId, serving)
    }
  }

  async function serve(clientId: string): Promise<void> {
    while (!hasStopped()) {
      const now = clock()
      const claimed = await outbox.claim(clientId, { now, leasedUntil: now + leaseMs })
      if (claimed.length === 0) return
      const done = await Promise.all(claimed.map((delivery) => deliver(delivery, options)))
      if (!done.includes('failed')) continue
      paused.set(clientId, clock() + pauseMs)
      return
    }
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
      await Promise.all(served.values())
    },
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
