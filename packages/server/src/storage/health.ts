import { sql } from 'kysely'
import type { Connection, Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import { statement } from './statement.ts'

const version = statement<Record<string, never>>('health/version')((query) =>
  query.selectFrom('schema_version').select('version').orderBy('version', 'desc').limit(1),
)

/** Changes nothing, and needs all that a change needs. */
const touch = statement<Record<string, never>>('health/touch')((query) =>
  query.updateTable('change').set((eb) => ({ counter: eb.ref('counter') })),
)

/** A moment of its own transaction: both engines answer it, SQLite as text in UTC. */
const clock = statement<Record<string, never>>('health/clock')((query) =>
  query.selectFrom('change').select(sql<Date | string>`current_timestamp`.as('now')),
)

/** Proves that the database takes writes. @throws Unavailable */
export async function proveWritable(database: Database): Promise<void> {
  await database.transaction((connection) => connection.run(touch, {}))
}

/** Reads which schema the database has, and which one this release was made for. */
export async function readSchema(connection: Connection): Promise<{ readonly has: number; readonly needs: number }> {
  return { has: (await connection.run(version, {}))[0]?.version ?? 0, needs: migrations.length }
}

/** Reads the database's own clock, to the second. */
export async function readDatabaseClock(connection: Connection): Promise<number | undefined> {
  const now = (await connection.run(clock, {}))[0]?.now
  if (now === undefined) return undefined
  return typeof now === 'string' ? Date.parse(`${now.replace(' ', 'T')}Z`) : now.getTime()
}
