import { planMigration } from '../../storage/migrate.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { readSettings } from '../with-database.ts'
import { withDatabaseAsItIs } from './open-as-it-is.ts'

/** Shows the SQL of the steps that the database still needs. @throws SchemaTooNew */
export async function planMigrations(options: CommonOptions): Promise<Outcome> {
  return withDatabaseAsItIs(readSettings(options).database, async (database) => {
    const steps = await planMigration(database)
    const text = steps.map(({ version, name, sql }) => [`-- step ${version}: ${name}`, ...sql.map((one) => `${one};`)])
    return {
      text: steps.length === 0 ? 'nothing to do: the schema is up to date' : text.flat().join('\n'),
      data: steps,
    }
  })
}
