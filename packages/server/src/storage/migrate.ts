import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import { queryBuilder, statement } from './statement.ts'

/** Says that the database was made by a newer release than this one. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
}

const lastVersion = statement<Record<string, never>>()((query) =>
  query.selectFrom('schema_version').select('version').orderBy('version', 'desc').limit(1),
)

const addVersion = statement<{ version: number; appliedAt: number }>()((query, gap) =>
  query.insertInto('schema_version').values({ version: gap.version, applied_at: gap.appliedAt }),
)

/**
 * Brings the schema up to this release, each step in a transaction of its own; does nothing where it is up to date.
 * @throws SchemaTooNew where the database was made by a newer release
 */
export async function migrate(database: Database, now: number): Promise<void> {
  await database.execute(
    'create table if not exists schema_version (version integer primary key, applied_at bigint not null)',
  )
  const query = queryBuilder(database.engine)
  const current = (await database.run(lastVersion, {}))[0]?.version ?? 0
  if (current > migrations.length) {
    throw new SchemaTooNew(
      `the database has schema ${current} and this release knows ${migrations.length}: install the newer release again, or restore a backup`,
    )
  }
  for (const [index, migration] of migrations.entries()) {
    const version = index + 1
    if (version <= current) continue
    await database.transaction(async (connection) => {
      // Another process may have come first: the primary key lets exactly one of them in.
      await connection.run(addVersion, { version, appliedAt: now })
      for (const step of migration(query)) await connection.run({ build: () => step }, {})
    })
  }
}
