import { existsSync } from 'node:fs'
import type { Database } from '../../storage/database.ts'
import { openAsItIs, sqliteFile } from '../../storage/open-database.ts'
import { Refused } from '../refusals.ts'

/** Opens a database without migrating it, for the time of `work`. @throws Refused, DatabaseError */
export async function withoutMigrating<T>(url: string, work: (database: Database) => Promise<T>): Promise<T> {
  const file = sqliteFile(url)
  if (file !== undefined && !existsSync(file)) {
    throw new Refused(
      `database: ${file} does not exist; name the server's with --config FILE or --database sqlite:FILE`,
    )
  }
  const database = await openAsItIs(url)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}
