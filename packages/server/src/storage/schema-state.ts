import type { Connection } from './database.ts'
import { type MigrationStep, migrations } from './migrations/index.ts'
import { statement } from './statement.ts'

/** Says that the database was made by a newer release, beside which this one cannot run. */
export class SchemaTooNew extends Error {
  override readonly name = 'SchemaTooNew'
}

/** Says that the database still has the schema of an older release. */
export class SchemaTooOld extends Error {
  override readonly name = 'SchemaTooOld'
}

/** Says that the database is a copy that was not finished: what was revoked may be missing. */
export class UnfinishedCopy extends Error {
  override readonly name = 'UnfinishedCopy'
}

/** What a database says of its own schema. */
export interface SchemaState {
  /** The last step that was applied; 0 for a database that is empty. */
  readonly version: number
  /** The oldest schema whose release may run on this database. */
  readonly oldestBeside: number
  readonly applied: readonly { readonly version: number; readonly appliedAt: number }[]
}

/** The setting that tells older releases, which do not know the newer steps, whether they may run on. */
export const oldestBesideSetting = 'schema: oldest release beside'

/** The setting that a copy has until it is verified. */
export const unfinishedCopySetting = 'copy: unfinished'

const versions = statement<Record<string, never>>('schema-state/versions')((query) =>
  query.selectFrom('schema_version').selectAll().orderBy('version'),
)

const settings = statement<{ oldest: string; unfinished: string }>('schema-state/settings')((query, gap) =>
  query.selectFrom('setting').selectAll().where('name', 'in', [gap.oldest, gap.unfinished]),
)

/** Reads which schema a database has, without changing anything. @throws UnfinishedCopy */
export async function readSchemaState(connection: Connection): Promise<SchemaState> {
  const rows = await orNone(connection.run(versions, {}))
  const version = rows.at(-1)?.version ?? 0
  const names = { oldest: oldestBesideSetting, unfinished: unfinishedCopySetting }
  const known = version === 0 ? [] : await orNone(connection.run(settings, names))
  if (known.some(({ name }) => name === unfinishedCopySetting)) {
    throw new UnfinishedCopy(
      'it is a copy that was not finished, and rows may be missing: make it anew, empty, and run valetkey database copy again',
    )
  }
  return {
    version,
    // A database from before there was this setting says nothing: it is for its own release.
    oldestBeside: Number(known.find(({ name }) => name === oldestBesideSetting)?.value ?? version),
    applied: rows.map((row) => ({ version: row.version, appliedAt: row.applied_at })),
  }
}

/** Holds this release against a database. @throws SchemaTooNew where it may not run on it */
export function refuseNewer(
  { version, oldestBeside }: SchemaState,
  steps: readonly MigrationStep[] = migrations,
): void {
  if (version <= steps.length || oldestBeside <= steps.length) return
  throw new SchemaTooNew(
    `the database has schema ${version} and this release knows ${steps.length}: install the newer release again, or restore a backup`,
  )
}

/** Holds a database against this release. @throws SchemaTooOld naming the command that brings it up, SchemaTooNew */
export function refuseOther(state: SchemaState, steps: readonly MigrationStep[] = migrations): void {
  refuseNewer(state, steps)
  if (state.version >= steps.length) return
  const what = state.version === 0 ? 'is empty' : `has schema ${state.version}`
  throw new SchemaTooOld(`the database ${what} and this release needs schema ${steps.length}: run valetkey migrate up`)
}

/** A table that is not there has no rows. */
async function orNone<R>(reading: Promise<readonly R[]>): Promise<readonly R[]> {
  return reading.catch((error) => {
    if (isMissingTable(error)) return []
    throw error
  })
}

/** What an engine said may be the cause of what is told of it. */
function isMissingTable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (('code' in error && error.code === '42P01') || /^no such table/.test(error.message)) return true
  return isMissingTable(error.cause)
}
