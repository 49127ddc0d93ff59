import { existsSync, realpathSync } from 'node:fs'
import { createPasswordHasher } from '../../accounts/passwords/hasher.ts'
import { createPasswordRule } from '../../accounts/passwords/rule.ts'
import type { Config } from '../../config/read-config.ts'
import { applyFile as applyEntries } from '../../management/apply/apply-file.ts'
import { refuseShared } from '../../management/apply/file-faults.ts'
import { toNotes } from '../../management/apply/warnings.ts'
import { random } from '../../secrets/random.ts'
import type { ServerSecret } from '../../secrets/server-secret.ts'
import { WrongSecret } from '../../secrets/wrong-secret.ts'
import { databaseName, sqliteFile } from '../../storage/open-database.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { Refused } from '../refusals.ts'
import { type CommandContext, readSettings, withDatabaseOf } from '../with-database.ts'
import { type DescribedChange, describeChanges } from './describe-changes.ts'

export interface ApplyFileOptions extends CommonOptions {
  readonly dryRun?: boolean
  readonly adopt?: boolean
  readonly remove?: boolean
}

/** Applies a file and reports each difference. @throws ConfigError, ManagementError */
export async function applyFile(file: string, options: ApplyFileOptions): Promise<Outcome> {
  const wanted = readSettings({ ...options, config: file })
  const config = options.config === undefined ? wanted : readSettings(options)
  const { dryRun = false, adopt, remove } = options
  const place = findPlace(config)
  if (place.isNew && options.config === undefined && !config.namesServer) throw new Refused(refusal(file, place.name))
  refuseNamesake(file, options.config, wanted.source === config.source)
  if (wanted.source !== config.source) refuseShared(wanted, config)
  return withDatabaseOf(dryRun ? orInMemory(config, place) : config, 'create', async (context) => {
    const secret = context.secret()
    await refuseWrongSecret(context, secret)
    const { issuer } = config
    const { provisioning: store, features, now } = context
    const { digest } = secret
    const owner = { file: wanted.source, ownsUnnamed: wanted.source === config.source }
    const applied = await applyEntries(wanted, {
      ...owner,
      issuer,
      passwords: createPasswordRule(config.passwords.minimum, config),
      store,
      features,
      hasher: createPasswordHasher(),
      seal: secret.seal,
      random,
      digest,
      now,
      adopt,
      remove,
      dryRun,
      where: wanted.where,
    })
    const { kept, warnings } = applied
    const described = describeChanges(applied.changes)
    const notes = [...wanted.notes, ...toNotes(kept), ...toNotes(warnings)]
    const data = { dry_run: dryRun, database: place.name, made: place.isNew && !dryRun, changes: described }
    return { text: `${toText(described, place, dryRun)}\n${describePlace(place, dryRun)}`, data, notes }
  })
}

/** Refuses two files of the same name: they would count as one file, and the entries of the first be removed. */
function refuseNamesake(file: string, config: string | undefined, isSameName: boolean): void {
  if (config === undefined || !isSameName || realpathSync(file) === realpathSync(config)) return
  throw new Refused(
    `${file} and ${config} have the same name, by which their entries are distinguished: write source: NAME in ${file}`,
  )
}

/** The database to write to, and whether it has to be created. */
interface Place {
  readonly name: string
  readonly isNew: boolean
}

function findPlace({ database }: Config): Place {
  const file = sqliteFile(database)
  return { name: databaseName(database), isNew: file !== undefined && file !== ':memory:' && !existsSync(file) }
}

function describePlace({ name, isNew }: Place, dryRun: boolean): string {
  if (!isNew) return `in the database ${name}`
  return dryRun ? `${name} does not exist and would be created` : `in the new database ${name}`
}

/** A file that names no database belongs to an existing server: a new database would leave that server unchanged. */
function refusal(file: string, name: string): string {
  return `${file} names no database, and ${name} does not exist: name the server's file with --config FILE, or its database with --database URL (a new one too)`
}

/** A dry run writes nothing: if the database does not exist, it uses an empty one in memory. */
function orInMemory(config: Config, { isNew }: Place): Config {
  return isNew ? { ...config, database: 'sqlite::memory:' } : config
}

/** Under another secret every entry would look changed, and changes made by commands would be lost. */
async function refuseWrongSecret({ database, now }: CommandContext, secret: ServerSecret): Promise<void> {
  const keys = await createSigningKeyStore(database).list(now)
  if (keys.every((key) => secret.open(key.private_key) !== undefined)) return
  throw new WrongSecret(
    'the secret is not the one this database was created with: set VALETKEY_SECRET to the original secret',
  )
}

const words = {
  add: ['would add', 'added'],
  change: ['would change', 'changed'],
  remove: ['would remove', 'removed'],
  disable: ['would disable', 'disabled'],
} as const

function toText(changes: readonly DescribedChange[], place: Place, dryRun: boolean): string {
  if (changes.length === 0) {
    return place.isNew
      ? 'nothing to add: the file names no entries'
      : 'nothing to change: the database matches the file'
  }
  return changes
    .map(({ act, kind, id, differences }) =>
      [`${words[act][dryRun ? 0 : 1]} ${kind} ${id}`, ...differences.map((one) => `  ${one}`)].join('\n'),
    )
    .join('\n')
}
