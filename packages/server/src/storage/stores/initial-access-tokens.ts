import type { InitialAccessTokenReads, InitialAccessTokenWrites } from '../../management/ports.ts'
import type { Hash } from '../../oauth/ports.ts'
import type { Connection, Database } from '../database.ts'
import { statement } from '../statement.ts'

type Use = { readonly hash: string; readonly now: number }

const list = statement<Record<string, never>>('initial-access-tokens/list')((query) =>
  query
    .selectFrom('initial_access_token')
    .select(['id', 'uses_left', 'created_at', 'expires_at'])
    .orderBy('created_at', 'desc')
    .orderBy('id'),
)

const add = statement<{ id: string; hash: string; usesLeft: number; createdAt: number; expiresAt: number }>(
  'initial-access-tokens/add',
)((query, gap) =>
  query.insertInto('initial_access_token').values({
    id: gap.id,
    hash: gap.hash,
    uses_left: gap.usesLeft,
    created_at: gap.createdAt,
    expires_at: gap.expiresAt,
  }),
)

const remove = statement<{ id: string }>('initial-access-tokens/remove')((query, gap) =>
  query.deleteFrom('initial_access_token').where('id', '=', gap.id).returning('id'),
)

const findUsable = statement<Use>('initial-access-tokens/findUsable')((query, gap) =>
  query
    .selectFrom('initial_access_token')
    .select('id')
    .where('hash', '=', gap.hash)
    .where((eb) => eb('uses_left', '>', eb.lit(0)))
    .where('expires_at', '>', gap.now),
)

const use = statement<Use>('initial-access-tokens/use')((query, gap) =>
  query
    .updateTable('initial_access_token')
    .set((eb) => ({ uses_left: eb('uses_left', '-', eb.lit(1)) }))
    .where('hash', '=', gap.hash)
    .where((eb) => eb('uses_left', '>', eb.lit(0)))
    .where('expires_at', '>', gap.now)
    .returning('id'),
)

/** Checks whether a token permits a registration now. */
export async function isUsable(connection: Connection, hash: Hash<'initial_access_token'>, now: number) {
  return (await connection.run(findUsable, { hash, now })).length > 0
}

/** Uses a token once; returns false if it has no use left, has expired or does not exist. */
export async function useOnce(connection: Connection, hash: Hash<'initial_access_token'>, now: number) {
  return (await connection.run(use, { hash, now })).length > 0
}

export function initialAccessTokenReads(database: Database): InitialAccessTokenReads {
  return {
    listInitialAccessTokens: async () =>
      (await database.run(list, {})).map((row) => ({
        id: row.id,
        usesLeft: row.uses_left,
        createdAt: row.created_at,
        expiresAt: row.expires_at,
      })),
  }
}

export function initialAccessTokenWrites(connection: Connection): InitialAccessTokenWrites {
  return {
    addInitialAccessToken: async (token) => void (await connection.run(add, token)),
    removeInitialAccessToken: async (id) => (await connection.run(remove, { id })).length > 0,
  }
}
