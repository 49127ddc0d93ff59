import type { ExpressionBuilder } from 'kysely'
import { type Database, write } from '../database.ts'
import type { Schema } from '../schema.ts'
import { statement } from '../statement.ts'

/** A logout token to be delivered, claimed by this process. */
export interface LogoutDelivery {
  readonly sid: string
  readonly clientId: string
  readonly accountId: string
  /** Counts from 1. */
  readonly attempts: number
}

/** Logout tokens that are still to be delivered. They are written in the transaction that ends the session. */
export interface LogoutOutbox {
  /** Lists clients that have a delivery due, the longest due first. */
  dueClients(now: number): Promise<readonly string[]>
  /** Claims deliveries of a client until `leasedUntil`, in one statement: of two nodes, one gets each. */
  claim(
    clientId: string,
    times: { readonly now: number; readonly leasedUntil: number },
  ): Promise<readonly LogoutDelivery[]>
  /** Removes a delivery for good. */
  remove(delivery: Pick<LogoutDelivery, 'sid' | 'clientId'>): Promise<void>
  /** Makes a claimed delivery due again, unless another node has claimed it since. */
  postpone(delivery: LogoutDelivery, dueAt: number): Promise<void>
  /** Postpones deliveries of a client with `from` to `to` attempts, and counts an attempt, among the 1,000 that have been due longest. */
  postponeDue(clientId: string, which: DueDeliveries & { readonly dueAt: number }): Promise<void>
  /** Removes and returns deliveries of a client with `from` to `to` attempts, among the 1,000 that have been due longest. */
  removeDue(clientId: string, which: DueDeliveries): Promise<readonly LogoutDelivery[]>
  /** Announces that something was queued, so that the delivery begins at once. */
  announce(): void
  /** Calls the listener for each announcement of this process. */
  onQueued(listener: () => void): void
}

/** Due deliveries, by the number of their attempts, both ends included. */
export interface DueDeliveries {
  readonly now: number
  readonly from: number
  readonly to: number
}

/** Deliveries that are claimed at once. */
const mostClaimed = 4

const mostClients = 500

/** How many due deliveries of a client one statement reads and may change, longest due first. */
const mostChanged = 1_000

/** Finds each client and its earliest delivery by an index: two index entries for each client, however many rows are due. */
const dueClients = statement<{ now: number }>('logout-outbox/dueClients')((query, gap) =>
  query
    .withRecursive('lane', (db) =>
      db
        .selectFrom('logout_delivery')
        .select((eb) => eb.fn.min('client_id').as('id'))
        .unionAll((eb) =>
          eb
            .selectFrom('lane')
            .select((one) =>
              one
                .selectFrom('logout_delivery')
                .select((next) => next.fn.min('client_id').as('id'))
                .whereRef('client_id', '>', 'lane.id')
                .as('id'),
            )
            .where('lane.id', 'is not', null),
        ),
    )
    .selectFrom((eb) =>
      eb
        .selectFrom('lane')
        .select((one) => [
          'lane.id as client_id',
          one
            .selectFrom('logout_delivery')
            .select((first) => first.fn.min('due_at').as('due_at'))
            .whereRef('client_id', '=', 'lane.id')
            .as('due_at'),
        ])
        .as('earliest'),
    )
    .select('client_id')
    .where('due_at', '<=', gap.now)
    .orderBy('due_at')
    .limit(mostClients),
)

/** Written so that SQLite finds the rows by key: with the index by time it would read every due row of the client. */
const isDue = (gap: { readonly now: number }) => (eb: ExpressionBuilder<Schema, 'logout_delivery'>) =>
  eb(eb.fn.coalesce('due_at', eb.lit(0)), '<=', gap.now)

// The condition is repeated: a statement that waited for another one sees the row as that one left it.
const claim = statement<{ clientId: string; now: number; leasedUntil: number }>('logout-outbox/claim')((query, gap) =>
  query
    .updateTable('logout_delivery')
    .set((eb) => ({ due_at: gap.leasedUntil, attempts: eb('attempts', '+', eb.lit(1)) }))
    .where('client_id', '=', gap.clientId)
    .where(isDue(gap))
    .where('sid', 'in', (eb) =>
      eb
        .selectFrom('logout_delivery')
        .select('sid')
        .where('client_id', '=', gap.clientId)
        .where('due_at', '<=', gap.now)
        .orderBy('due_at')
        .limit(mostClaimed),
    )
    .returningAll(),
)

const remove = statement<{ sid: string; clientId: string }>('logout-outbox/remove')((query, gap) =>
  query.deleteFrom('logout_delivery').where('sid', '=', gap.sid).where('client_id', '=', gap.clientId),
)

const postpone = statement<{ sid: string; clientId: string; attempts: number; dueAt: number }>(
  'logout-outbox/postpone',
)((query, gap) =>
  query
    .updateTable('logout_delivery')
    .set({ due_at: gap.dueAt })
    .where('sid', '=', gap.sid)
    .where('client_id', '=', gap.clientId)
    .where('attempts', '=', gap.attempts),
)

interface DueGap {
  readonly [name: string]: string | number | null
  readonly clientId: string
  readonly now: number
  readonly from: number
  readonly to: number
}

const postponeDue = statement<DueGap & { dueAt: number }>('logout-outbox/postponeDue')((query, gap) =>
  query
    .updateTable('logout_delivery')
    .set((eb) => ({ due_at: gap.dueAt, attempts: eb('attempts', '+', eb.lit(1)) }))
    .where('client_id', '=', gap.clientId)
    .where(isDue(gap))
    .where('attempts', '>=', gap.from)
    .where('attempts', '<=', gap.to)
    .where('sid', 'in', (eb) =>
      eb
        .selectFrom('logout_delivery')
        .select('sid')
        .where('client_id', '=', gap.clientId)
        .where('due_at', '<=', gap.now)
        .orderBy('due_at')
        .limit(mostChanged),
    ),
)

const removeDue = statement<DueGap>('logout-outbox/removeDue')((query, gap) =>
  query
    .deleteFrom('logout_delivery')
    .where('client_id', '=', gap.clientId)
    .where(isDue(gap))
    .where('attempts', '>=', gap.from)
    .where('attempts', '<=', gap.to)
    .where('sid', 'in', (eb) =>
      eb
        .selectFrom('logout_delivery')
        .select('sid')
        .where('client_id', '=', gap.clientId)
        .where('due_at', '<=', gap.now)
        .orderBy('due_at')
        .limit(mostChanged),
    )
    .returningAll(),
)

export function createLogoutOutbox(database: Database): LogoutOutbox {
  const listeners: (() => void)[] = []
  return {
    dueClients: async (now) => (await database.run(dueClients, { now })).map((row) => row.client_id ?? ''),
    async claim(clientId, { now, leasedUntil }) {
      const rows = await write(database, claim, { clientId, now, leasedUntil })
      return rows.map(toDelivery)
    },
    async remove({ sid, clientId }) {
      await write(database, remove, { sid, clientId })
    },
    async postpone({ sid, clientId, attempts }, dueAt) {
      await write(database, postpone, { sid, clientId, attempts, dueAt })
    },
    async postponeDue(clientId, which) {
      await write(database, postponeDue, { clientId, ...which })
    },
    removeDue: async (clientId, which) => (await write(database, removeDue, { clientId, ...which })).map(toDelivery),
    announce() {
      for (const listener of listeners) listener()
    },
    onQueued: (listener) => void listeners.push(listener),
  }
}

function toDelivery(row: {
  readonly sid: string
  readonly client_id: string
  readonly account_id: string
  readonly attempts: number
}): LogoutDelivery {
  return { sid: row.sid, clientId: row.client_id, accountId: row.account_id, attempts: Number(row.attempts) }
}
