import type { GrantStores } from '../../oauth/ports.ts'
import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'

interface SessionClientGap {
  readonly [name: string]: string | number | null
  readonly sid: string
  readonly clientId: string
  readonly accountId: string
  readonly backChannel: number
  readonly expiresAt: number
}

const note = statement<SessionClientGap>('session-clients/note')((query, gap) =>
  query
    .insertInto('session_client')
    .values({
      sid: gap.sid,
      client_id: gap.clientId,
      account_id: gap.accountId,
      back_channel: gap.backChannel,
      expires_at: gap.expiresAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['sid', 'client_id']).doUpdateSet({ back_channel: gap.backChannel, expires_at: gap.expiresAt }),
    ),
)

const extend = statement<{ sid: string; expiresAt: number }>('session-clients/extend')((query, gap) =>
  query.updateTable('session_client').set({ expires_at: gap.expiresAt }).where('sid', '=', gap.sid),
)

const queueSession = statement<{ sid: string }>('session-clients/queueSession')((query, gap) =>
  query
    .insertInto('logout_delivery')
    .columns(['sid', 'client_id', 'account_id', 'due_at', 'attempts'])
    .expression((eb) =>
      eb
        .selectFrom('session_client')
        .select((one) => ['sid', 'client_id', 'account_id', one.lit(0).as('due_at'), one.lit(0).as('attempts')])
        .where('sid', '=', gap.sid)
        .where((one) => one('back_channel', '=', one.lit(1))),
    )
    .onConflict((conflict) => conflict.columns(['sid', 'client_id']).doNothing())
    .returning('client_id'),
)

const queueAccount = statement<{ accountId: string; kept: string }>('session-clients/queueAccount')((query, gap) =>
  query
    .insertInto('logout_delivery')
    .columns(['sid', 'client_id', 'account_id', 'due_at', 'attempts'])
    .expression((eb) =>
      eb
        .selectFrom('session_client')
        .select((one) => ['sid', 'client_id', 'account_id', one.lit(0).as('due_at'), one.lit(0).as('attempts')])
        .where('account_id', '=', gap.accountId)
        .where('sid', '!=', gap.kept)
        .where((one) => one('back_channel', '=', one.lit(1))),
    )
    .onConflict((conflict) => conflict.columns(['sid', 'client_id']).doNothing())
    .returning('client_id'),
)

const queueAll = statement<Record<string, never>>('session-clients/queueAll')((query) =>
  query
    .insertInto('logout_delivery')
    .columns(['sid', 'client_id', 'account_id', 'due_at', 'attempts'])
    .expression((eb) =>
      eb
        .selectFrom('session_client')
        .select((one) => ['sid', 'client_id', 'account_id', one.lit(0).as('due_at'), one.lit(0).as('attempts')])
        .where((one) => one('back_channel', '=', one.lit(1))),
    )
    .onConflict((conflict) => conflict.columns(['sid', 'client_id']).doNothing()),
)

const takeSession = statement<{ sid: string }>('session-clients/takeSession')((query, gap) =>
  query.deleteFrom('session_client').where('sid', '=', gap.sid).returning('client_id'),
)

const takeAccount = statement<{ accountId: string; kept: string }>('session-clients/takeAccount')((query, gap) =>
  query.deleteFrom('session_client').where('account_id', '=', gap.accountId).where('sid', '!=', gap.kept),
)

const takeAll = statement<Record<string, never>>('session-clients/takeAll')((query) =>
  query.deleteFrom('session_client'),
)

/** The clients of a session that ended. */
export interface EndedClients {
  readonly clientIds: readonly string[]
  /** Whether a logout token is to be delivered to one of them. */
  readonly isQueued: boolean
}

/** Queues a logout token for each client of a session, and forgets the clients; part of the transaction that ends it. */
export async function endClientsOfSession(connection: Connection, sid: string): Promise<EndedClients> {
  const queued = await connection.run(queueSession, { sid })
  const taken = await connection.run(takeSession, { sid })
  return { clientIds: taken.map((row) => row.client_id), isQueued: queued.length > 0 }
}

/** The same for all sessions of an account but the one with the `sid` `kept`. Returns whether a token is to be delivered. */
export async function endClientsOfAccount(connection: Connection, accountId: string, kept = ''): Promise<boolean> {
  const queued = await connection.run(queueAccount, { accountId, kept })
  await connection.run(takeAccount, { accountId, kept })
  return queued.length > 0
}

/** The same for every session. */
export async function endAllClients(connection: Connection): Promise<void> {
  await connection.run(queueAll, {})
  await connection.run(takeAll, {})
}

/** Keeps the clients of a session that another login of the same user continues. */
export async function keepClients(connection: Connection, sid: string, expiresAt: number): Promise<void> {
  await connection.run(extend, { sid, expiresAt })
}

export function sessionClients(connection: Connection): Pick<GrantStores, 'addSessionClient'> {
  return {
    async addSessionClient({ hasBackChannel, ...client }) {
      await connection.run(note, { ...client, backChannel: hasBackChannel ? 1 : 0 })
    },
  }
}
