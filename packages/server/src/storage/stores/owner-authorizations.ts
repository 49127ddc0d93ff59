import type { OwnerAuthorizations } from '../../oauth/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'
import { toAuthorization } from './authorizations.ts'
import type { Catalog } from './catalog.ts'
import { fromEarlyEnds, fromRights, toInstant } from './columns.ts'

const list = statement<{ accountId: string; now: number }>('owner-authorizations/list')((query, gap) =>
  query
    .selectFrom('authorization')
    .selectAll()
    .where('account_id', '=', gap.accountId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', gap.now)]))
    .orderBy('created_at', 'desc')
    .limit(500),
)

const narrow = statement<{
  id: string
  accountId: string
  was: string
  rights: string
  earlyEnds: string | null
  endsAt: number | null
}>('owner-authorizations/narrow')((query, gap) =>
  query
    .updateTable('authorization')
    // The earlier end wins, whichever transaction set it. Without a condition, so that two concurrent changes both
    // apply.
    .set((eb) => ({
      rights: gap.rights,
      early_ends: gap.earlyEnds,
      ends_at: eb
        .case()
        .when(eb.or([eb('ends_at', 'is', null), eb('ends_at', '>', gap.endsAt)]))
        .then(gap.endsAt)
        .else(eb.ref('ends_at'))
        .end(),
    }))
    .where('id', '=', gap.id)
    .where('account_id', '=', gap.accountId)
    .where('rights', '=', gap.was)
    .where('revoked_at', 'is', null)
    .returning('id'),
)

const revoke = statement<{ id: string; accountId: string; now: number }>('owner-authorizations/revoke')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: gap.now })
    .where('id', '=', gap.id)
    .where('account_id', '=', gap.accountId)
    .where('revoked_at', 'is', null)
    .returning('id'),
)

const revokeAll = statement<{ accountId: string; now: number }>('owner-authorizations/revokeAll')((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: gap.now })
    .where('account_id', '=', gap.accountId)
    .where('revoked_at', 'is', null)
    .returning(['id', 'client_id']),
)

const revokeUnused = statement<{ accountId: string; before: number; now: number }>('owner-authorizations/revokeUnused')(
  (query, gap) =>
    query
      .updateTable('authorization')
      .set({ revoked_at: gap.now })
      .where('account_id', '=', gap.accountId)
      .where('created_at', '<', gap.before)
      .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<', gap.before)]))
      .where('revoked_at', 'is', null)
      .returning(['id', 'client_id']),
)

const restore = statement<{ id: string; accountId: string; revokedAt: number }>('owner-authorizations/restore')(
  (query, gap) =>
    query
      .updateTable('authorization')
      .set({ revoked_at: null })
      .where('id', '=', gap.id)
      .where('account_id', '=', gap.accountId)
      .where('revoked_at', '=', gap.revokedAt)
      .returning(['id', 'client_id']),
)

const restoreUnused = statement<{ accountId: string; before: number; revokedAt: number }>(
  'owner-authorizations/restoreUnused',
)((query, gap) =>
  query
    .updateTable('authorization')
    .set({ revoked_at: null })
    .where('account_id', '=', gap.accountId)
    .where('created_at', '<', gap.before)
    .where('revoked_at', '=', gap.revokedAt)
    .returning(['id', 'client_id']),
)

const noteUse = statement<{ id: string; times: number; lastUsedAt: number }>('owner-authorizations/noteUse')(
  (query, gap) =>
    query
      .updateTable('authorization')
      .set((eb) => ({ use_count: eb('use_count', '+', gap.times), last_used_at: gap.lastUsedAt }))
      .where('id', '=', gap.id),
)

export function createOwnerAuthorizations(
  database: Database,
  { findEpoch }: Pick<Catalog, 'findEpoch'>,
): OwnerAuthorizations {
  return {
    async list(accountId, now) {
      const [rows, epoch] = await Promise.all([database.run(list, { accountId, now }), findEpoch()])
      const valid = rows.filter((row) => row.created_at > epoch)
      return valid.map((row) => ({
        ...toAuthorization(row),
        userAgent: row.user_agent ?? undefined,
        lastUsedAt: toInstant(row.last_used_at),
        useCount: Number(row.use_count),
      }))
    },
    async narrow({ id, accountId, was, rights, earlyEnds, endsAt }) {
      const left = { rights: fromRights(rights), earlyEnds: fromEarlyEnds(earlyEnds), endsAt: endsAt ?? null }
      const values = { id, accountId, was: fromRights(was), ...left }
      return (await write(database, narrow, values)).length === 1
    },
    async revoke(id, accountId, now) {
      return (await write(database, revoke, { id, accountId, now })).length === 1
    },
    async revokeAll(accountId, now) {
      return (await write(database, revokeAll, { accountId, now })).map(toNamed)
    },
    async revokeUnused(accountId, before, now) {
      return (await write(database, revokeUnused, { accountId, before, now })).map(toNamed)
    },
    async restore({ accountId, revokedAt, what }) {
      const rows =
        'id' in what
          ? await write(database, restore, { accountId, revokedAt, id: what.id })
          : await write(database, restoreUnused, { accountId, revokedAt, before: what.before })
      return rows.map(toNamed)
    },
  }
}

const toNamed = (row: { readonly id: string; readonly client_id: string }) => ({ id: row.id, clientId: row.client_id })

/** How often and when an authorization was last used. */
export interface AuthorizationUse {
  readonly id: string
  readonly times: number
  readonly lastUsedAt: number
}

/** Adds uses of many authorizations in one transaction, always in the same order, so that two nodes never deadlock. */
export async function noteUses(database: Database, uses: readonly AuthorizationUse[]): Promise<void> {
  const ordered = uses.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await database.transaction(async (connection) => {
    for (const { id, times, lastUsedAt } of ordered) await connection.run(noteUse, { id, times, lastUsedAt })
  })
}
