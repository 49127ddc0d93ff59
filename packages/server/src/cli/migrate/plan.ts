import { planMigration } from '../../storage/migrate.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { readSettings } from '../with-database.ts'
import { withoutMigrating } from './without-migrating.ts'

/** Shows the SQL of the pending steps. @throws SchemaTooNew */
export async function planMigrations(options: CommonOptions): Promise<Outcome> {
  return withoutMigrating(readSettings(options).database, async (database) => {
    const steps = await planMigration(database)
    const text = steps.map(({ version, name, sql }) => [`-- step ${version}: ${name}`, ...sql.map((one) => `${one};`)])
    return {
      text: steps.length === 0 ? 'nothing to do: the schema is up to date' : text.flat().join('\n'),
      data: steps,
    }
  })
}
