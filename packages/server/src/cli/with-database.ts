import { existsSync } from 'node:fs'
import { commandActor, createAuditKey } from '../audit/audit-key.ts'
import { toIdentityLists } from '../config/identity-scopes.ts'
import { type Config, readConfig } from '../config/read-config.ts'
import type { ProvisioningStore } from '../management/ports.ts'
import { createFeatures, type Features } from '../oauth/features.ts'
import { Unavailable } from '../oauth/ports.ts'
import { printableLines } from '../observability/printable.ts'
import { findSecret } from '../secrets/find-secret.ts'
import { createServerSecret, type ServerSecret } from '../secrets/server-secret.ts'
import type { Database } from '../storage/database.ts'
import { openDatabase, sqliteFile, toDatabaseError } from '../storage/open-database.ts'
import { type AdminAudit, createAdminAudit } from '../storage/stores/audit/audit.ts'
import { createProvisioningStore } from '../storage/stores/provisioning.ts'
import type { CommonOptions } from './command.ts'
import { Refused } from './refusals.ts'

/** The open database of a server, which may be running, and its configuration. */
export interface CommandContext {
  readonly config: Config
  /** What the server can do, with the identity scopes of the configuration. */
  readonly features: Features
  readonly database: Database
  readonly provisioning: ProvisioningStore
  /** Records changes in the audit log, in the same transaction. */
  readonly admin: AdminAudit
  readonly now: number
  /** Reads the server's secret, for the commands that need it. @throws ConfigError without one */
  secret(): ServerSecret
}

/** What to do if the SQLite file does not exist: create it, or refuse, because its name is probably mistyped. */
export type WhenMissing = 'create' | 'refuse'

/** @throws ConfigError */
export function readSettings({ config: file, database }: CommonOptions): Config {
  return readConfig({ file, environment: process.env, options: { database } })
}

/** Opens the database for the time of `work`. @throws ConfigError, DatabaseError, Refused */
export async function withDatabase<T>(
  options: CommonOptions,
  whenMissing: WhenMissing,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  return withDatabaseOf(readSettings(options), whenMissing, work)
}

/** Like `withDatabase`, for a configuration that has been read. */
export async function withDatabaseOf<T>(
  config: Config,
  whenMissing: WhenMissing,
  work: (context: CommandContext) => Promise<T>,
): Promise<T> {
  const file = sqliteFile(config.database)
  const exists = file === undefined || file === ':memory:' || existsSync(file)
  if (!exists && whenMissing === 'refuse') {
    throw new Refused(
      `database: ${file} does not exist; name the server's with --config FILE or --database sqlite:FILE`,
    )
  }
  const now = Date.now()
  const database = await openDatabase(config.database, now)
  if (!exists) log(`created the database ${file}`)
  try {
    const secret = () => createServerSecret(findSecret(config, log))
    const admin = createAdminAudit(() => createAuditKey(secret()), commandActor(), Date.now)
    const features = createFeatures(toIdentityLists(config.identityScopes))
    const provisioning = createProvisioningStore(database, admin)
    return await work({ config, features, database, provisioning, admin, now, secret })
  } catch (error) {
    throw error instanceof Unavailable ? toDatabaseError(error, config.database) : error
  } finally {
    await database.close()
  }
}

function log(line: string): void {
  process.stderr.write(`${printableLines(line)}\n`)
}
