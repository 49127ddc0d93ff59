import { statement } from '../../statement.ts'
import type { AuditChain, AuditRow } from './audit-chain.ts'

type Row = { readonly [K in keyof AuditRow]: AuditRow[K] }
type Chain = { readonly [K in keyof AuditChain]: AuditChain[K] }

export const addAuditRow = statement<Row>('audit/addRow')((query, gap) =>
  query.insertInto('audit').values({
    chain: gap.chain,
    number: gap.number,
    at: gap.at,
    type: gap.type,
    actor: gap.actor,
    client_id: gap.client_id,
    account_id: gap.account_id,
    authorization_id: gap.authorization_id,
    address: gap.address,
    request_id: gap.request_id,
    detail: gap.detail,
    previous: gap.previous,
    hash: gap.hash,
  }),
)

/** Adds a chain; returns no row if another transaction added it first. */
export const addChain = statement<Chain>('audit/addChain')((query, gap) =>
  query
    .insertInto('audit_chain')
    .values({
      id: gap.id,
      started_at: gap.started_at,
      number: gap.number,
      hash: gap.hash,
      swept_number: gap.swept_number,
      swept_hash: gap.swept_hash,
      closed: gap.closed,
      named: gap.named,
      mac: gap.mac,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id'),
)

/** Moves a chain's ends if it was not changed since it was read. */
export const moveChain = statement<Chain & { was: string }>('audit/moveChain')((query, gap) =>
  query
    .updateTable('audit_chain')
    .set({
      number: gap.number,
      hash: gap.hash,
      swept_number: gap.swept_number,
      swept_hash: gap.swept_hash,
      closed: gap.closed,
      mac: gap.mac,
    })
    .where('id', '=', gap.id)
    .where('mac', '=', gap.was)
    .returning('id'),
)

/** Reads a chain and locks it until the transaction ends. */
export const lockChain = statement<{ id: string }>('audit/lockChain')((query, gap) =>
  query
    .updateTable('audit_chain')
    .set((eb) => ({ named: eb.ref('named') }))
    .where('id', '=', gap.id)
    .returningAll(),
)

export const findChain = statement<{ id: string }>('audit/findChain')((query, gap) =>
  query.selectFrom('audit_chain').selectAll().where('id', '=', gap.id),
)

export const findRow = statement<{ chain: string }>('audit/findRow')((query, gap) =>
  query.selectFrom('audit').select('number').where('chain', '=', gap.chain).limit(1),
)

/** Records that another chain names a closed chain's end. */
export const nameChain = statement<{ id: string }>('audit/nameChain')((query, gap) =>
  query.updateTable('audit_chain').set({ named: 1 }).where('id', '=', gap.id),
)

/** Lists all chains, the oldest first. */
export const listChains = statement<Record<string, never>>('audit/listChains')((query) =>
  query.selectFrom('audit_chain').selectAll().orderBy('started_at').orderBy('id'),
)

/** Lists a chain's rows from a number on. */
export const listRows = statement<{ chain: string; after: number }>('audit/listRows')((query, gap) =>
  query
    .selectFrom('audit')
    .selectAll()
    .where('chain', '=', gap.chain)
    .where('number', '>', gap.after)
    .orderBy('number')
    .limit(500),
)

/** Lists rows that belong to no chain. */
export const listStrays = statement<Record<string, never>>('audit/listStrays')((query) =>
  query
    .selectFrom('audit')
    .select(['chain', 'number'])
    .where('chain', 'not in', (eb) => eb.selectFrom('audit_chain').select('id'))
    .limit(1),
)

/** Lists the encrypted signing keys, which show whether a secret is the database's. */
export const listSealed = statement<Record<string, never>>('audit/listSealed')((query) =>
  query.selectFrom('signing_key').select('private_key').orderBy('created_at', 'desc').limit(2),
)

export const listNewest = statement<{ most: number }>('audit/listNewest')((query, gap) =>
  query.selectFrom('audit').selectAll().orderBy('at', 'desc').orderBy('number', 'desc').limit(gap.most),
)

/** Selects rows; null matches all. */
export type AuditFilter = {
  readonly since: number
  /** A type, or the prefix of several before a full stop. */
  readonly type: string | null
  readonly clientId: string | null
  readonly accountId: string | null
  /** Commands name an account by its username. */
  readonly username: string | null
}

/** Lists the newest rows that match a filter, the newest first. */
export const listMatching = statement<AuditFilter & { readonly most: number; readonly family: string | null }>(
  'audit/listMatching',
)((query, gap) =>
  query
    .selectFrom('audit')
    .selectAll()
    .where('at', '>=', gap.since)
    .where((eb) =>
      eb.or([eb('type', '=', eb.fn.coalesce(eb.val(gap.type), 'type')), eb('type', 'like', eb.val(gap.family))]),
    )
    .where((eb) =>
      eb(eb.fn.coalesce('client_id', eb.val('')), '=', eb.fn.coalesce(eb.val(gap.clientId), 'client_id', eb.val(''))),
    )
    .where((eb) =>
      eb.or([
        eb(
          eb.fn.coalesce('account_id', eb.val('')),
          '=',
          eb.fn.coalesce(eb.val(gap.accountId), 'account_id', eb.val('')),
        ),
        eb.and([eb('type', 'like', eb.val('account.%')), eb('detail', '=', eb.val(gap.username))]),
      ]),
    )
    .orderBy('at', 'desc')
    .orderBy('number', 'desc')
    .limit(gap.most),
)

/** Lists rows from a time on, the oldest first. */
export const listSince = statement<{ since: number }>('audit/listSince')((query, gap) =>
  query.selectFrom('audit').selectAll().where('at', '>=', gap.since).orderBy('at').orderBy('chain').orderBy('number'),
)

/**
 * Lists the chains whose first row is older than a given time, with one primary-key lookup per chain in any query plan.
 */
export const listOldChains = statement<{ before: number }>('audit/listOldChains')((query, gap) =>
  query
    .selectFrom('audit_chain')
    .select('id')
    .where(
      (eb) =>
        eb
          .selectFrom('audit')
          .select('at')
          .whereRef('audit.chain', '=', 'audit_chain.id')
          .where((first) => first('audit.number', '=', first('audit_chain.swept_number', '+', 1))),
      '<',
      gap.before,
    ),
)

export const removeRows = statement<{ chain: string; upTo: number }>('audit/removeRows')((query, gap) =>
  query.deleteFrom('audit').where('chain', '=', gap.chain).where('number', '<=', gap.upTo),
)

/** Removes a chain without rows. */
export const removeChain = statement<{ id: string; was: string }>('audit/removeChain')((query, gap) =>
  query.deleteFrom('audit_chain').where('id', '=', gap.id).where('mac', '=', gap.was).returning('id'),
)
