import type { InteractionStore } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

const add = statement<{ id: string; browserHash: string; parameters: string; createdAt: number; expiresAt: number }>(
  'interactions/add',
)((query, gap) =>
  query.insertInto('interaction').values({
    id: gap.id,
    browser_hash: gap.browserHash,
    parameters: gap.parameters,
    created_at: gap.createdAt,
    expires_at: gap.expiresAt,
  }),
)

const find = statement<{ id: string; browserHash: string; now: number }>('interactions/find')((query, gap) =>
  query
    .selectFrom('interaction')
    .selectAll()
    .where('id', '=', gap.id)
    .where('browser_hash', '=', gap.browserHash)
    .where('expires_at', '>', gap.now),
)

const take = statement<{ id: string; browserHash: string }>('interactions/take')((query, gap) =>
  query.deleteFrom('interaction').where('id', '=', gap.id).where('browser_hash', '=', gap.browserHash).returning('id'),
)

/** Stores authorization requests between login and consent. */
export function createInteractionStore(database: Database): InteractionStore {
  return {
    async add({ id, browserHash, parameters, createdAt, expiresAt }) {
      await write(database, add, { id, browserHash, parameters, createdAt, expiresAt })
    },
    async find(id, browserHash, now) {
      const [row] = await database.run(find, { id, browserHash, now })
      return (
        row && {
          id: row.id,
          browserHash: row.browser_hash,
          parameters: row.parameters,
          createdAt: row.created_at,
          expiresAt: row.expires_at,
        }
      )
    },
    async take(id, browserHash) {
      return (await write(database, take, { id, browserHash })).length === 1
    },
  }
}
