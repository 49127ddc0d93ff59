import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'

const find = statement<{ id: string }>('usernames/find')((query, gap) =>
  query.selectFrom('account').select('username').where('id', '=', gap.id),
)

/** Finds usernames by account id and caches them; undefined for a removed account. */
export function createUsernames(connection: Connection): (id: string) => Promise<string | undefined> {
  const known = new Map<string, string | undefined>()
  return async (id) => {
    if (!known.has(id)) known.set(id, (await connection.run(find, { id }))[0]?.username)
    return known.get(id)
  }
}
