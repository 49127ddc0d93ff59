import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../oauth/ports.ts'
import type { Database } from './database.ts'
import { type MigrationStep, migrations } from './migrations/index.ts'
import { oldestBesideSetting, readSchemaState, refuseNewer } from './schema-state.ts'
import type { Engine } from './statement.ts'
import { statement } from './statement.ts'

/** Says which step of the schema could not be applied, and that nothing of it stayed. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed'
}

/** How long another process's migration is waited for, in milliseconds. */
const patience = 60_000

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
 * Brings the schema up to this release, each step in a transaction of its own; does nothing where it is up to date.
 * Of several processes that do so at once the primary key of `schema_version` lets one apply a step; the others wait for it.
 * @throws SchemaTooNew where this release may not run on the database, MigrationFailed where a step cannot be applied
 */
export async function migrate(
  database: Database,
  now: number,
  steps: readonly MigrationStep[] = migrations,
): Promise<void> {
  const deadline = Date.now() + patience
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

/** Lists what `migrate` would do. @throws SchemaTooNew */
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
  const oldestBeside = Math.max(...steps.slice(0, version).map((one) => one.oldestBeside))
  if (before === 0) await createTable(database)
  await database.transaction(async (connection) => {
    // What would wait for a lock would let everybody behind it wait as well: it gives up and comes again.
    if (database.engine === 'postgres') await connection.execute("set local lock_timeout = '3s'")
    await connection.run(addVersion, { version, appliedAt: now })
    for (const text of sql) await connection.execute(text)
    await connection.run(noteOldest, { name: oldestBesideSetting, value: String(oldestBeside) })
  })
}

/** PostgreSQL's `if not exists` misses what another process is creating at this moment: the second try sees it. */
async function createTable(database: Database): Promise<void> {
  const create = () => database.transaction((connection) => connection.execute(createVersions))
  await create().catch(create)
}

async function toSql(step: MigrationStep, engine: Engine): Promise<readonly string[]> {
  const migration = await step.load()
  const { queryBuilder } = await import('./compile-statement.ts')
  return migration(queryBuilder(engine)).map((one) => one.compile().sql)
}

/** Another process's migration ends; a right that is missing (SQLSTATE 42501) does not come by waiting. */
function lacksRight(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && error.code === '42501') || lacksRight(error.cause)
}

function describe(cause: unknown, version: number, steps: readonly MigrationStep[]): unknown {
  if (cause instanceof Unavailable || !(cause instanceof Error)) return cause
  const what = `step ${version} of the schema (${steps[version - 1]?.name}) failed and was undone: ${cause.message}`
  return new MigrationFailed(what, { cause })
}
