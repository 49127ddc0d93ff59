import { type Database, write } from './database.ts'
import { statement } from './statement.ts'

const setting = 'sweep: places'

const read = statement<{ name: string }>('sweep-places/read')((query, gap) =>
  query.selectFrom('setting').select('value').where('name', '=', gap.name),
)

const store = statement<{ name: string; value: string }>('sweep-places/store')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: gap.value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: gap.value })),
)

/** The last scanned key of each table. */
export type Places = Record<string, string>

export async function readPlaces(database: Database): Promise<Places> {
  const [row] = await database.run(read, { name: setting })
  return row === undefined ? {} : (JSON.parse(row.value) as Places) // written below
}

/**
 * Stores where the scans continue. If two nodes scan at the same time, the last write wins. Nothing is skipped: each node
 * scanned all rows between the stored place and its own.
 */
export async function writePlaces(database: Database, places: Places): Promise<void> {
  await write(database, store, { name: setting, value: JSON.stringify(places) })
}
