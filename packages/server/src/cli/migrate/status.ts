import { migrations } from '../../storage/migrations/index.ts'
import { readSchemaState, type SchemaState } from '../../storage/schema-state.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toMoment, toTable } from '../output.ts'
import { readSettings } from '../with-database.ts'
import { withoutMigrating } from './without-migrating.ts'

export async function migrationStatus(options: CommonOptions): Promise<Outcome> {
  return withoutMigrating(readSettings(options).database, async (database) => {
    const state = await readSchemaState(database)
    const now = Date.now()
    const rows = state.applied.map(({ version, appliedAt }) => [
      String(version),
      migrations[version - 1]?.name ?? '(of a newer release)',
      toMoment(appliedAt, now),
    ])
    const { verdict, fits } = judge(state)
    return {
      text: [...(rows.length === 0 ? [] : [toTable(['STEP', 'NAME', 'APPLIED'], rows)]), verdict].join('\n'),
      data: {
        version: state.version,
        release_version: migrations.length,
        oldest_beside: state.oldestCompatible,
        up_to_date: fits && state.version >= migrations.length,
        applied: state.applied.map(({ version, appliedAt }) => ({
          version,
          applied_at: new Date(appliedAt).toISOString(),
        })),
      },
      failed: !fits,
    }
  })
}

function judge({ version, oldestCompatible }: SchemaState): { readonly verdict: string; readonly fits: boolean } {
  const ours = migrations.length
  if (version === ours) return { verdict: `schema ${version} is the one of this release`, fits: true }
  if (version < ours) {
    return { verdict: `schema ${version} is older than this release's ${ours}: run valetkey migrate up`, fits: false }
  }
  if (oldestCompatible <= ours) {
    return {
      verdict: `schema ${version} is of a newer release, alongside which this one (${ours}) may run`,
      fits: true,
    }
  }
  const verdict = `schema ${version} is of a newer release, alongside which this one (${ours}) may not run: install the newer release`
  return { verdict, fits: false }
}
