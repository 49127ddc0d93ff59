import { existsSync } from 'node:fs'
import { mostInteractions } from '../../accounts/interactions.ts'
import { createPasswordRule } from '../../accounts/passwords/rule.ts'
import { ConfigError } from '../../config/config-error.ts'
import { toIdentityLists } from '../../config/identity-scopes.ts'
import type { Config } from '../../config/read-config.ts'
import type { Warning } from '../../management/apply/warning.ts'
import { findWarnings } from '../../management/apply/warnings.ts'
import type { ClientEntry } from '../../management/ports.ts'
import { createFeatures } from '../../oauth/features.ts'
import { findSecret } from '../../secrets/find-secret.ts'
import { createServerSecret } from '../../secrets/server-secret.ts'
import type { StoredKey } from '../../signing-keys/ports.ts'
import type { Database } from '../../storage/database.ts'
import { migrations } from '../../storage/migrations/index.ts'
import { openAsItIs, sqliteFile } from '../../storage/open-database.ts'
import { readSchemaState } from '../../storage/schema-state.ts'
import { createInteractionStore } from '../../storage/stores/interactions.ts'
import { createProvisioningStore } from '../../storage/stores/provisioning.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import { describeFailure } from '../describe-failure.ts'
import type { Finding } from './finding.ts'

/** The findings about the database, and its content for the other checks. */
export interface DatabaseCheck {
  readonly findings: readonly Finding[]
  readonly clients: readonly ClientEntry[]
  /** Whether there are signing keys, which only the current secret can decrypt. */
  readonly keys: boolean
  /** Probable mistakes in the file, given the content of the database. */
  readonly warnings: readonly Warning[]
}

/** Checks that the database is reachable, has this release's schema and was created with this secret. Changes nothing. */
export async function checkDatabase(config: Config, now: number): Promise<DatabaseCheck> {
  const file = sqliteFile(config.database)
  if (file !== undefined && !existsSync(file)) return unread(config, missing(file))
  let database: Database | undefined
  try {
    database = await openAsItIs(config.database)
    const { version, oldestCompatible } = await readSchemaState(database)
    const fits = version >= migrations.length && oldestCompatible <= migrations.length
    if (!fits) return await unread(config, otherSchema(version))
    const keys = await createSigningKeyStore(database).list(now)
    const store = createProvisioningStore(database)
    const clients = await store.listClients()
    const warnings = await findWarnings(config, { ...ownerOf(config), store })
    const interactions = await createInteractionStore(database).count(now)
    const findings = [...checkKeys(keys, config), ...checkClock(keys, now), ...checkInteractions(interactions)]
    return { clients, warnings, keys: keys.length > 0, findings }
  } catch (error) {
    return await unread(config, unusable(describeFailure(error).replace(/^database: /, '')))
  } finally {
    await database?.close()
  }
}

const ownerOf = ({ issuer, brand, passwords, source, identityScopes }: Config) => ({
  issuer,
  passwords: createPasswordRule(passwords.minimum, { issuer, brand }),
  file: source,
  ownsUnnamed: true,
  features: createFeatures(toIdentityLists(identityScopes)),
})

/** Without a readable database, only the file is checked. */
async function unread(config: Config, finding: Finding): Promise<DatabaseCheck> {
  return { clients: [], keys: false, findings: [finding], warnings: await findWarnings(config, ownerOf(config)) }
}

function missing(file: string): Finding {
  const what = `${file} does not exist yet`
  return { level: 'warning', where: 'database', what, fix: 'start the server once, or name the file it uses' }
}

function unusable(what: string): Finding {
  return { level: 'error', where: 'database', what, fix: 'name another with --database, or repair this one' }
}

function otherSchema(version: number): Finding {
  const newer = version > migrations.length
  const what = `has schema ${version}, and this release knows ${migrations.length}`
  const fix = newer
    ? 'install the newer release again, or restore a backup'
    : 'make a backup, then start the server or run valetkey migrate up: either migrates the schema'
  return { level: newer ? 'error' : 'warning', where: 'database', what, fix }
}

function checkKeys(keys: readonly StoredKey[], config: Config): readonly Finding[] {
  const file = sqliteFile(config.database)
  const secretIsThere = config.secret !== undefined || (config.isLoopback && existsSync(`${file}.secret`))
  if (keys.length === 0 || !secretIsThere) return []
  try {
    const secret = createServerSecret(findSecret(config, () => undefined))
    if (keys.every((key) => secret.open(key.private_key) !== undefined)) return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
  }
  return [
    {
      level: 'error',
      where: 'secret',
      what: 'is not the one this database was created with',
      fix: 'set VALETKEY_SECRET to the original secret',
    },
  ]
}

/** A clock that was set back makes expired tokens valid again. */
function checkClock(keys: readonly StoredKey[], now: number): readonly Finding[] {
  const newest = Math.max(0, ...keys.map((key) => key.created_at))
  if (newest <= now + 60_000) return []
  const what = `says ${new Date(now).toISOString()}, and a signing key was created at ${new Date(newest).toISOString()}`
  return [{ level: 'error', where: 'clock', what, fix: 'set the clock of this computer by NTP' }]
}

/** At the limit, nobody can log in to an app until some requests are decided or expire. */
function checkInteractions(live: number): readonly Finding[] {
  const most = mostInteractions.inAll
  if (live < most * 0.8) return []
  const what = `contains ${live} authorization requests that wait for a decision, of at most ${most}`
  const fix =
    'find the accounts that log in so often in the audit log, and disable them; each request expires within half an hour'
  return [{ level: 'warning', where: 'database', what, fix }]
}
