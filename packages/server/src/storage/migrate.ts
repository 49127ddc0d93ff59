import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'
import { statement } from './statement.ts'

/** Says that the database was made by a newer release than this one. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
}

const createVersions =
  'create table if not exists schema_version (version integer primary key, applied_at bigint not null)'

const lastVersion = statement<Record<string, never>>('migrate/lastVersion')((query) =>
  query.selectFrom('schema_version').select('version').orderBy('version', 'desc').limit(1),
)

const addVersion = statement<{ version: number; appliedAt: number }>('migrate/addVersion')((query, gap) =>
  query.insertInto('schema_version').values({ version: gap.version, applied_at: gap.appliedAt }),
)

/**
 * Brings the schema up to this release, each step in a transaction of its own; does nothing where it is up to date.
 * @throws SchemaTooNew where the database was made by a newer release
 */
export async function migrate(database: Database, now: number): Promise<void> {
  // PostgreSQL's `if not exists` misses what another process is creating at this moment: the second try sees it.
  await database.execute(createVersions).catch(() => database.execute(createVersions))
  for (let version = await currentVersion(database); version < migrations.length; ) {
    const next = version + 1
    await apply(next, database, now).catch(async (error) => {
      // Another process may have come first: the primary key lets exactly one of them in.
      if ((await currentVersion(database)) < next) throw error
    })
    version = next
  }
}

async function currentVersion(database: Database): Promise<number> {
  const version = (await database.run(lastVersion, {}))[0]?.version ?? 0
  if (version <= migrations.length) return version
  throw new SchemaTooNew(
    `the database has schema ${version} and this release knows ${migrations.length}: install the newer release again, or restore a backup`,
  )
}

async function apply(version: number, database: Database, now: number): Promise<void> {
  const migration = await migrations[version - 1]?.()
  const { queryBuilder } = await import('./compile-statement.ts')
  const steps = migration?.(queryBuilder(database.engine)) ?? []
  await database.transaction(async (connection) => {
    await connection.run(addVersion, { version, appliedAt: now })
    for (const step of steps) await connection.execute(step.compile().sql)
  })
}
