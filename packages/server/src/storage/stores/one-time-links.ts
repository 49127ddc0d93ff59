import type { OneTimeLinkStore, StoredLink } from '../../accounts/ports.ts'
import { type Connection, type Database, write } from '../database.ts'
import { statement } from '../statement.ts'

const add = statement<{
  hash: string
  purpose: string
  accountId: string | null
  browserHash: string | null
  sealed: string
  createdAt: number
  expiresAt: number
}>('one-time-links/add')((query, gap) =>
  query.insertInto('one_time_link').values({
    hash: gap.hash,
    purpose: gap.purpose,
    account_id: gap.accountId,
    browser_hash: gap.browserHash,
    sealed: gap.sealed,
    created_at: gap.createdAt,
    expires_at: gap.expiresAt,
  }),
)

/** The newest link is kept; it counts as one of the `most`. */
const removeOldest = statement<{ accountId: string; purpose: string; newest: string; most: number }>(
  'one-time-links/removeOldest',
)((query, gap) =>
  query
    .deleteFrom('one_time_link')
    .where('hash', 'in', (eb) =>
      eb
        .selectFrom('one_time_link')
        .select('hash')
        .where('account_id', '=', gap.accountId)
        .where('purpose', '=', gap.purpose)
        .where('hash', '!=', gap.newest)
        .orderBy('created_at', 'desc')
        .limit(1000)
        .offset(gap.most),
    ),
)

interface Gap {
  readonly [name: string]: string | number | null
  readonly hash: string
  readonly purpose: string
  readonly now: number
}

const find = statement<Gap>('one-time-links/find')((query, gap) =>
  query
    .selectFrom('one_time_link')
    .selectAll()
    .where('hash', '=', gap.hash)
    .where('purpose', '=', gap.purpose)
    .where('expires_at', '>', gap.now)
    .where('used_at', 'is', null),
)

const take = statement<Gap>('one-time-links/take')((query, gap) =>
  query
    .updateTable('one_time_link')
    .set({ used_at: gap.now })
    .where('hash', '=', gap.hash)
    .where('purpose', '=', gap.purpose)
    .where('expires_at', '>', gap.now)
    .where('used_at', 'is', null)
    .returningAll(),
)

export function createOneTimeLinkStore(database: Database): OneTimeLinkStore {
  return {
    async add({ accountId = null, browserHash = null, ...link }, most) {
      await database.transaction(async (connection) => {
        await connection.run(add, { ...link, accountId, browserHash })
        if (accountId === null) return
        await connection.run(removeOldest, { accountId, purpose: link.purpose, newest: link.hash, most: most - 1 })
      })
    },
    async find(hash, purpose, now) {
      return toLink((await database.run(find, { hash, purpose, now }))[0])
    },
    async take(hash, purpose, now) {
      return toLink((await write(database, take, { hash, purpose, now }))[0])
    },
  }
}

/** Uses a link in the transaction that does what it allows; undefined if it was used, has expired or is of another purpose. */
export async function takeLink(connection: Connection, link: Gap): Promise<StoredLink | undefined> {
  return toLink((await connection.run(take, link))[0])
}

export function toLink(
  row:
    | {
        readonly hash: string
        readonly purpose: string
        readonly account_id: string | null
        readonly browser_hash: string | null
        readonly sealed: string
        readonly created_at: number
        readonly expires_at: number
      }
    | undefined,
): StoredLink | undefined {
  if (row === undefined) return undefined
  return {
    hash: row.hash,
    purpose: row.purpose,
    accountId: row.account_id ?? undefined,
    browserHash: row.browser_hash ?? undefined,
    sealed: row.sealed,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  }
}
