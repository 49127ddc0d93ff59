import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { type MigrationStep, migrations } from './migrations/index.ts'
import { oldestCompatibleSetting, readSchemaState, refuseNewer } from './schema-state.ts'
import type { Engine } from './statement.ts'
import { statement } from './statement.ts'

/** A step of the schema could not be applied and was rolled back. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

/** How long to wait for another process's migration, in milliseconds. */
const timeout = 60_000

const createVersions =
  'create table if not exists schema_version (version integer primary key, applied_at bigint not null)'

const addVersion = statement<{ version: number; appliedAt: number }>('migrate/addVersion')((query, gap) =>
  query.insertInto('schema_version').values({ version: gap.version, applied_at: gap.appliedAt }),
)

const noteOldest = statement<{ name: string; value: string }>('migrate/noteOldest')((query, gap) =>
  query
    .insertInto('setting')
    .values({ name: gap.name, value: gap.value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value: gap.value })),
)

/**
 * Upgrades the schema to this release, each step in its own transaction; does nothing if it is up to date. If several
 * processes migrate at once, the primary key of `schema_version` lets one of them apply a step, and the others wait for
 * it.
 * @throws SchemaTooNew if this release cannot run on the database, MigrationFailed if a step cannot be applied
 */
export async function migrate(
  database: Database,
  now: number,
  steps: readonly MigrationStep[] = migrations,
): Promise<void> {
  const deadline = Date.now() + timeout
  let state = await readSchemaState(database)
  refuseNewer(state, steps)
  while (state.version < steps.length) {
    const before = state.version
    const failure = await applyNext(database, before, now, steps).then(
      () => undefined,
      (error: unknown) => error,
    )
    state = await readSchemaState(database)
    refuseNewer(state, steps)
    if (state.version > before) continue
    if (!(failure instanceof Unavailable) || lacksRight(failure) || Date.now() > deadline)
      throw describe(failure, before + 1, steps)
    await sleep(200)
  }
}

/** A step as SQL, to read before it is applied. */
export interface PlannedStep {
  readonly version: number
  readonly name: string
  readonly sql: readonly string[]
}

/** Lists the steps that `migrate` would apply. @throws SchemaTooNew */
export async function planMigration(
  database: Database,
  steps: readonly MigrationStep[] = migrations,
): Promise<readonly PlannedStep[]> {
  const state = await readSchemaState(database)
  refuseNewer(state, steps)
  const missing = steps.slice(state.version)
  return Promise.all(
    missing.map(async (step, index) => ({
      version: state.version + index + 1,
      name: step.name,
      sql: await toSql(step, database.engine),
    })),
  )
}

async function applyNext(
  database: Database,
  before: number,
  now: number,
  steps: readonly MigrationStep[],
): Promise<void> {
  const step = steps[before]
  if (step === undefined) return
  const sql = await toSql(step, database.engine)
  const version = before + 1
  const oldestCompatible = Math.max(...steps.slice(0, version).map((one) => one.oldestCompatible))
  if (before === 0) await createTable(database)
  await database.transaction(async (connection) => {
    // A statement that waits for a lock blocks every later one as well: time out and retry.
    if (database.engine === 'postgres') await connection.execute("set local lock_timeout = '3s'")
    await connection.run(addVersion, { version, appliedAt: now })
    for (const text of sql) await connection.execute(text)
    await connection.run(noteOldest, { name: oldestCompatibleSetting, value: String(oldestCompatible) })
  })
}

/** PostgreSQL's `if not exists` misses a table that another process is creating: the second try sees it. */
async function createTable(database: Database): Promise<void> {
  const create = () => database.transaction((connection) => connection.execute(createVersions))
  await create().catch(create)
}

async function toSql(step: MigrationStep, engine: Engine): Promise<readonly string[]> {
  const migration = await step.load()
  const { queryBuilder } = await import('./compile-statement.ts')
  return migration(queryBuilder(engine)).map((one) => one.compile().sql)
}

/** Another process's migration ends; waiting does not grant a missing right (SQLSTATE 42501). */
function lacksRight(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === '42501') || lacksRight(error.cause)
}

function describe(cause: unknown, version: number, steps: readonly MigrationStep[]): unknown {
  if (cause instanceof Unavailable || !(cause instanceof Error)) return cause
  const what = `step ${version} of the schema (${steps[version - 1]?.name}) failed and was rolled back: ${cause.message}`
  return new MigrationFailed(what, { cause })
}
