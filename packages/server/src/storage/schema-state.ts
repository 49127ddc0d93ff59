import type { Connection } from './database.ts'
import { type MigrationStep, migrations } from './migrations/index.ts'
import { statement } from './statement.ts'

/** The database has the schema of a newer release that this one cannot run alongside. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
}

/** The database has the schema of an older release. */
export class SchemaTooOld extends Error {
  override readonly name = 'SchemaTooOld'
}

/** The database is an unfinished copy: revocations may be missing. */
export class UnfinishedCopy extends Error {
  override readonly name = 'UnfinishedCopy'
}

export interface SchemaState {
  /** The last step that was applied; 0 for an empty database. */
  readonly version: number
  /** The oldest schema whose release can run on this database. */
  readonly oldestCompatible: number
  readonly applied: readonly { readonly version: number; readonly appliedAt: number }[]
}

/**
 * Shows older releases, which do not know the newer steps, whether they can run. The name is stored in existing
 * databases.
 */
export const oldestCompatibleSetting = 'schema: oldest release beside'

/** Set on a copy until it is verified. */
export const unfinishedCopySetting = 'copy: unfinished'

const versions = statement<Record<string, never>>('schema-state/versions')((query) =>
  query.selectFrom('schema_version').selectAll().orderBy('version'),
)

const settings = statement<{ oldest: string; unfinished: string }>('schema-state/settings')((query, gap) =>
  query.selectFrom('setting').selectAll().where('name', 'in', [gap.oldest, gap.unfinished]),
)

/** Reads the schema's state without changing it. @throws UnfinishedCopy */
export async function readSchemaState(connection: Connection): Promise<SchemaState> {
  const rows = await orNone(connection.run(versions, {}))
  const version = rows.at(-1)?.version ?? 0
  const names = { oldest: oldestCompatibleSetting, unfinished: unfinishedCopySetting }
  const known = version === 0 ? [] : await orNone(connection.run(settings, names))
  if (known.some(({ name }) => name === unfinishedCopySetting)) {
    throw new UnfinishedCopy(
      'it is an unfinished copy, and rows may be missing: create an empty target and run valetkey database copy again',
    )
  }
  return {
    version,
    // A database older than this setting requires its own release.
    oldestCompatible: Number(known.find(({ name }) => name === oldestCompatibleSetting)?.value ?? version),
    applied: rows.map((row) => ({ version: row.version, appliedAt: row.applied_at })),
  }
}

/** @throws SchemaTooNew if this release cannot run on the database */
export function refuseNewer(
  { version, oldestCompatible }: SchemaState,
  steps: readonly MigrationStep[] = migrations,
): void {
  if (version <= steps.length || oldestCompatible <= steps.length) return
  throw new SchemaTooNew(
    `the database has schema ${version} and this release knows ${steps.length}: install the newer release again, or restore a backup`,
  )
}

/** @throws SchemaTooOld with the command that upgrades the schema, SchemaTooNew */
export function refuseOther(state: SchemaState, steps: readonly MigrationStep[] = migrations): void {
  refuseNewer(state, steps)
  if (state.version >= steps.length) return
  const what = state.version === 0 ? 'is empty' : `has schema ${state.version}`
  throw new SchemaTooOld(`the database ${what} and this release needs schema ${steps.length}: run valetkey migrate up`)
}

/** A missing table has no rows. */
async function orNone<R>(reading: Promise<readonly R[]>): Promise<readonly R[]> {
  return reading.catch((error) => {
    if (isMissingTable(error)) return []
    throw error
  })
}

/** The engine's error may be the cause of another error. */
function isMissingTable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (('code' in error && error.code === '42P01') || /^no such table/.test(error.message)) return true
  return isMissingTable(error.cause)
}
