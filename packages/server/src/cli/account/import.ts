import { createReadStream, readFileSync, statSync } from 'node:fs'
import { type Imported, type SkippedUser, importAccounts as take } from '../../management/import/import-accounts.ts'
import type { ImportSource } from '../../management/import/imported-account.ts'
import { auth0 } from '../../management/import/sources/auth0.ts'
import { firebase, readHashConfig } from '../../management/import/sources/firebase.ts'
import { keycloak } from '../../management/import/sources/keycloak.ts'
import { printable } from '../../observability/printable.ts'
import { random } from '../../secrets/random.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toFacts } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

export interface ImportOptions extends CommonOptions {
  readonly from: 'auth0' | 'keycloak' | 'firebase'
  readonly hashConfig?: string
  readonly dryRun?: boolean
  readonly stop?: boolean
}

/** @throws UsageError if a file cannot be read */
export async function importAccounts(file: string, options: ImportOptions): Promise<Outcome> {
  const { dryRun = false, stop = false } = options
  const source = sourceOf(options)
  if (statOf(file)?.isFile() !== true) throw new UsageError(`${file} cannot be read: give the file of the export`)
  return withDatabase(options, dryRun ? 'refuse' : 'create', async ({ provisioning: store, now }) => {
    const chunks: AsyncIterable<string> = createReadStream(file, { encoding: 'utf8' })
    const result = await take(chunks, { source, store, now, random, dryRun, stop })
    const { skipped, skippedInAll, left, broken, added, completed, unchanged, withoutPassword } = result
    return {
      text: describe(result, dryRun),
      data: {
        dry_run: dryRun,
        added,
        completed,
        unchanged,
        without_password: withoutPassword,
        skipped: skippedInAll,
        skipped_users: skipped.map(({ line, username = null, what: reason }) => ({ line, username, reason })),
        not_taken_over: left,
        ...(broken === undefined ? {} : { file_fault: broken }),
      },
      notes: [
        ...skipped.map((one) => describeSkipped(file, one)),
        ...(skippedInAll > skipped.length ? [`${skippedInAll - skipped.length} more were skipped`] : []),
        ...(broken === undefined ? [] : [`${file} ${broken}: nothing after that was read`]),
      ],
      failed: skippedInAll > 0 || broken !== undefined,
    }
  })
}

function sourceOf({ from, hashConfig }: ImportOptions): ImportSource {
  if (from !== 'firebase' && hashConfig !== undefined)
    throw new UsageError('--hash-config is for --from firebase: leave it out')
  if (from === 'keycloak') return keycloak
  if (from === 'auth0') return auth0
  if (hashConfig === undefined) return firebase(undefined)
  if (statOf(hashConfig)?.isFile() !== true) throw new UsageError(`--hash-config: ${hashConfig} cannot be read`)
  try {
    return firebase(readHashConfig(readFileSync(hashConfig, 'utf8')))
  } catch (error) {
    throw error instanceof TypeError ? new UsageError(`--hash-config: ${hashConfig} ${error.message}`) : error
  }
}

function statOf(file: string) {
  return statSync(file, { throwIfNoEntry: false })
}

function describe(result: Imported, dryRun: boolean): string {
  const facts = toFacts([
    [dryRun ? 'would be added' : 'added', String(result.added)],
    [dryRun ? 'would be completed' : 'completed', String(result.completed)],
    ['already here', String(result.unchanged)],
    ['skipped', String(result.skippedInAll)],
    ['without a password', String(result.withoutPassword)],
  ])
  const left = Object.entries(result.left).map(([what, users]) => `  ${what} of ${users}`)
  const more = left.length === 0 ? '' : `\n\nnot imported, with the number of users:\n${left.join('\n')}`
  return facts + more
}

function describeSkipped(file: string, { line, username, what }: SkippedUser): string {
  return `${file}:${line}: ${username === undefined ? 'user' : printable(username)} skipped: ${what}`
}
