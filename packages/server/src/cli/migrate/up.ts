import { openDatabase } from '../../storage/open-database.ts'
import { readSchemaState } from '../../storage/schema-state.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { readSettings } from '../with-database.ts'

/** Migrates the schema; creates an SQLite file that does not exist. @throws DatabaseError */
export async function migrateUp(options: CommonOptions): Promise<Outcome> {
  const started = Date.now()
  const database = await openDatabase(readSettings(options).database, started)
  try {
    const { version, applied } = await readSchemaState(database)
    const made = applied.filter(({ appliedAt }) => appliedAt === started).map((step) => step.version)
    const text = made.length === 0 ? 'nothing to do' : `applied step ${made.join(', ')}`
    return { text: `${text}; the database has schema ${version}`, data: { version, applied: made } }
  } finally {
    await database.close()
  }
}
