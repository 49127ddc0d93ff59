import type { InteractionStore } from '../../accounts/ports.ts'
import { type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

const add = statement<{
  id: string
  browserHash: string
  parameters: string
  createdAt: number
  expiresAt: number
  accountId: string
  addressPrefix: string
}>('interactions/add')((query, gap) =>
  query.insertInto('interaction').values({
    id: gap.id,
    browser_hash: gap.browserHash,
    parameters: gap.parameters,
    created_at: gap.createdAt,
    expires_at: gap.expiresAt,
    account_id: gap.accountId,
    address_prefix: gap.addressPrefix,
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

type OldestGap = { readonly owner: string; readonly newest: string; readonly most: number }

/** The newest row of an owner is kept whatever its age; it counts as one of the `most`. */
const removeOldest = (column: 'account_id' | 'address_prefix', name: string) =>
  statement<OldestGap>(name)((query, gap) =>
    query
      .deleteFrom('interaction')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('interaction')
          .select('id')
          .where(column, '=', gap.owner)
          .where('id', '!=', gap.newest)
          .orderBy('expires_at', 'desc')
          .limit(1000)
          .offset(gap.most),
      ),
  )

const removeOldestOfAccount = removeOldest('account_id', 'interactions/removeOldestOfAccount')
const removeOldestOfAddress = removeOldest('address_prefix', 'interactions/removeOldestOfAddress')

const count = statement<{ now: number }>('interactions/count')((query, gap) =>
  query
    .selectFrom('interaction')
    .select((eb) => eb.fn.countAll().as('rows'))
    .where('expires_at', '>', gap.now),
)

/** Stores authorization requests until the decision. */
export function createInteractionStore(database: Database): InteractionStore {
  return {
    async add({ id, browserHash, parameters, createdAt, expiresAt, accountId, addressPrefix }, most) {
      await database.transaction(async (connection) => {
        await connection.run(add, { id, browserHash, parameters, createdAt, expiresAt, accountId, addressPrefix })
        const [ofAccount, ofAddress] = [most.ofAccount - 1, most.ofAddressPrefix - 1]
        await connection.run(removeOldestOfAccount, { owner: accountId, newest: id, most: ofAccount })
        await connection.run(removeOldestOfAddress, { owner: addressPrefix, newest: id, most: ofAddress })
      })
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
    async count(now) {
      const [row] = await database.run(count, { now })
      return Number(row?.rows ?? 0)
    },
  }
}
