import type { Connection } from '../database.ts'
import { statement } from '../statement.ts'

const setting = 'accounts: costs of imported hashes'

const read = statement<{ name: string }>('hash-costs/read')((query, gap) =>
  query.selectFrom('setting').select('value').where('name', '=', gap.name),
)

const put = statement<{ name: string; value: string }>('hash-costs/put')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: gap.value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: gap.value })),
)

/** Costs that are kept: each adds to what every check of a password takes. */
const most = 3

/** Reads a hash of each cost that imported passwords have; none matches a password. */
export async function readHashCosts(connection: Connection): Promise<readonly string[]> {
  const [row] = await connection.run(read, { name: setting })
  return row === undefined ? [] : (JSON.parse(row.value) as readonly string[]) // written only by noteHashCosts
}

/** Adds costs, of which the first few are kept. */
export async function noteHashCosts(connection: Connection, decoys: readonly string[]): Promise<void> {
  const before = await readHashCosts(connection)
  const after = [...new Set([...before, ...decoys])].slice(0, most)
  if (after.length > before.length) await connection.run(put, { name: setting, value: JSON.stringify(after) })
}
