import { DatabaseSync } from 'node:sqlite'
import type { Connection } from './database.ts'
import { statement } from './statement.ts'

const others = statement<{ name: string }>('in-use/others')((query, gap) =>
  // The PostgreSQL view of connections is not in our schema.
  (query as unknown as import('kysely').Kysely<{ pg_stat_activity: { application_name: string; datname: string } }>)
    .selectFrom('pg_stat_activity')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('application_name', '=', gap.name)
    .where((eb) => eb('datname', '=', eb.fn<string>('current_database', []))),
)

/** Counts the connections of Valetkey processes to a PostgreSQL database, including this one. */
export async function countConnections(connection: Connection): Promise<number> {
  return (await connection.run(others, { name: 'valetkey' }))[0]?.count ?? 0
}

/** Checks whether any process, including this one, has an SQLite file open; a damaged file counts as not in use. */
export function isFileInUse(file: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(file)
    database.exec('PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT')
    return false
  } catch (error) {
    return error instanceof Error && /locked|busy/.test(error.message)
  } finally {
    database?.close()
  }
}
