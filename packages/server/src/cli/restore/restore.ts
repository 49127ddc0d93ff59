import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { commandActor, createAuditKey } from '../../audit/audit-key.ts'
import type { Config } from '../../config/read-config.ts'
import { revokeAllTokens } from '../../management/authorizations/revoke-all-tokens.ts'
import { findSecret, hasSecret } from '../../secrets/find-secret.ts'
import { createServerSecret } from '../../secrets/server-secret.ts'
import { isFileInUse } from '../../storage/is-in-use.ts'
import { openAsItIs, openDatabase, sqliteFile } from '../../storage/open-database.ts'
import { readSchemaState, refuseNewer } from '../../storage/schema-state.ts'
import { createAdminAudit } from '../../storage/stores/audit/audit.ts'
import { createProvisioningStore } from '../../storage/stores/provisioning.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { Refused } from '../refusals.ts'
import { readSettings } from '../with-database.ts'

export interface RestoreOptions extends CommonOptions {
  readonly force?: boolean
  readonly revokeAll?: boolean
}

/**
 * Replaces a database with a backup. The backup is copied next to it, verified, synced, then renamed, so that a crash
 * leaves either the old or the new database.
 * @throws Refused if a server has the database open, it exists and --force is missing, or the backup is damaged
 */
export async function restore(
  file: string,
  { force = false, revokeAll = false, ...options }: RestoreOptions,
): Promise<Outcome> {
  const config = readSettings(options)
  const target = sqliteFile(config.database)
  if (target === undefined || target === ':memory:') {
    throw new Refused(
      'restore is for SQLite files: for PostgreSQL use pg_restore, and name one with --database sqlite:FILE',
    )
  }
  if (!existsSync(file)) throw new Refused(`${file} does not exist`)
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new Refused(`${file} is a database in use, not a backup: make a backup of it with valetkey backup`)
  }
  if (revokeAll && !hasSecret(config)) {
    throw new Refused('--revoke-all needs the secret of the server: set VALETKEY_SECRET or VALETKEY_SECRET_FILE')
  }
  refuseTarget(target, force)
  const copy = `${target}.restoring`
  try {
    remove(copy)
    copyFileSync(file, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    chmodSync(copy, 0o600)
    const restored = await check(copy, file)
    const version = revokeAll ? await revokeEverything(copy, config) : restored
    sync(copy, 'r+')
    // Again, because a server may have started in the meantime.
    refuseTarget(target, force)
    for (const ending of ['-wal', '-shm']) rmSync(`${target}${ending}`, { force: true })
    renameSync(copy, target)
    sync(path.dirname(path.resolve(target)), 'r')
    const bytes = statSync(target).size
    return {
      text: `restored ${target} from ${file}: it is intact and has schema ${version}`,
      data: { file: target, from: file, bytes, version, revoked_all: revokeAll },
      notes: revokeAll ? [`every token, session and authorization is revoked; ${byHand}`] : [revived, byHand],
    }
  } finally {
    remove(copy)
  }
}

const revived =
  'tokens, sessions and authorizations that were revoked since the backup was made are valid again: restore with --revoke-all, or run valetkey token revoke-all, to revoke every one'
const byHand =
  'check passwords, client secrets, and disabled or removed accounts and clients: changes made after the backup are lost'

/** Raises the epoch of a copy that no server uses yet, bringing its schema up to date; returns its schema. */
async function revokeEverything(copy: string, config: Config): Promise<number> {
  const database = await openDatabase(`sqlite:${copy}`, Date.now())
  try {
    const secret = () => createServerSecret(findSecret(config, () => undefined))
    const admin = createAdminAudit(() => createAuditKey(secret()), commandActor(), Date.now)
    await revokeAllTokens({ store: createProvisioningStore(database, admin), now: Date.now() })
    return (await readSchemaState(database)).version
  } finally {
    await database.close()
  }
}

function refuseTarget(target: string, force: boolean): void {
  if (!existsSync(target)) return
  if (!force) throw new Refused(`${target} already exists: name another file, or replace it with --force`)
  if (isFileInUse(target)) throw new Refused(`a server has ${target} open: stop it first`)
}

/** Checks every page of the copy, and that its schema is compatible with this release; returns the schema version. */
async function check(copy: string, file: string): Promise<number> {
  const damage = findDamage(copy)
  if (damage !== undefined) throw new Refused(`${file} cannot be restored: ${damage}; use another backup`)
  const database = await openAsItIs(`sqlite:${copy}`)
  try {
    const state = await readSchemaState(database)
    if (state.version === 0) throw new Refused(`${file} cannot be restored: it is not a Valetkey database`)
    refuseNewer(state)
    return state.version
  } finally {
    await database.close()
  }
}

function findDamage(copy: string): string | undefined {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(copy)
    const [row] = database.prepare('PRAGMA integrity_check(1)').all()
    const result = String(row?.integrity_check)
      .replaceAll(/[*\s]+/g, ' ')
      .trim()
    return result === 'ok' ? undefined : `it is damaged (${result})`
  } catch (error) {
    return error instanceof Error && /not a database/.test(error.message)
      ? 'it is not an SQLite file'
      : `it is damaged (${error instanceof Error ? error.message : error})`
  } finally {
    database?.close()
  }
}

function remove(copy: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${copy}${ending}`, { force: true })
}

function sync(place: string, flags: 'r' | 'r+'): void {
  const handle = openSync(place, flags)
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
