import { type BigIntStats, statSync } from 'node:fs'
import path from 'node:path'
import type { Kysely } from 'kysely'
import { tables } from './copied-tables.ts'
import { type Connection, type Database, write } from './database.ts'
import { oldestCompatibleSetting } from './schema-state.ts'
import { statement } from './statement.ts'

/**
 * Changes nothing, but needs everything that a change needs. Unlike the row of `change`, nothing holds this row for
 * long.
 */
const touch = statement<{ name: string }>('health/touch')((query, gap) =>
  query
    .updateTable('setting')
    .set((eb) => ({ value: eb.ref('value') }))
    .where('name', '=', gap.name),
)

/** Needs every table to exist and be readable, and reads no row. */
const look = statement<Record<string, never>>('health/look')((query) =>
  tables
    .map(({ name }) => (query as unknown as Kysely<Anything>).selectFrom(name).where((eb) => eb.lit(false)))
    .map((rows) => rows.select((eb) => eb.lit(1).as('one')))
    .reduce((all, one) => all.unionAll(one)),
)

type Anything = Record<string, Record<string, unknown>> // the tables are those of the schema

/** The current time: both engines return it, SQLite as text in UTC. */
const clock = statement<Record<string, never>>('health/clock')((query, _, sql) =>
  query.selectFrom('change').select(sql<Date | string>`current_timestamp`.as('now')),
)

/** Checks that the database accepts writes. @throws Unavailable */
export async function proveWritable(database: Database): Promise<void> {
  await write(database, touch, { name: oldestCompatibleSetting })
}

/** Checks that every table exists and can be read. @throws the engine's error about the first that cannot */
export async function proveTables(connection: Connection): Promise<void> {
  await connection.run(look, {})
}

/** Reads the database's own clock, to the second. */
export async function readDatabaseClock(connection: Connection): Promise<number | undefined> {
  const now = (await connection.run(clock, {}))[0]?.now
  if (now === undefined) return undefined
  return typeof now === 'string' ? Date.parse(`${now.replace(' ', 'T')}Z`) : now.getTime()
}

/** Watches a file that was just opened: the returned function checks whether its path still leads to it. */
export function watchFile(file: string): () => boolean {
  const absolute = path.resolve(file)
  const find = (): BigIntStats | undefined => statSync(absolute, { bigint: true, throwIfNoEntry: false })
  const opened = find()
  return () => {
    const found = find()
    return found?.ino === opened?.ino && found?.dev === opened?.dev
  }
}
