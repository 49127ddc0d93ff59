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
import { openAsItIs, sqliteFile } from '../../open-database.ts'
import { isFileInUse } from '../../storage/in-use.ts'
import { readSchemaState, refuseNewer } from '../../storage/schema-state.ts'
import type { CommonOptions } from '../command.ts'
import { readSettings } from '../open-ground.ts'
import type { Outcome } from '../outcome.ts'
import { Refused } from '../refusals.ts'

/** How a backup is restored. */
export interface RestoreOptions extends CommonOptions {
  readonly force?: boolean
}

/**
 * Puts a backup in the place of a database: copied beside it, checked, synced, then renamed, so that a crash leaves the
 * old one or the new one.
 * @throws Refused where a server has the database open, one is there without --force, or the backup is damaged
 */
export async function restore(file: string, { force = false, ...options }: RestoreOptions): Promise<Outcome> {
  const target = sqliteFile(readSettings(options).database)
  if (target === undefined || target === ':memory:') {
    throw new Refused(
      'restore is for SQLite files: for PostgreSQL use pg_restore, and name one with --database sqlite:FILE',
    )
  }
  if (!existsSync(file)) throw new Refused(`${file} does not exist`)
  if ((statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) {
    throw new Refused(`${file} is a database in use, not a backup: make one of it with valetkey backup`)
  }
  refuseTarget(target, force)
  const copy = `${target}.restoring`
  try {
    remove(copy)
    copyFileSync(file, copy, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    chmodSync(copy, 0o600)
    const version = await check(copy, file)
    sync(copy, 'r+')
    // Again, for a server that was started meanwhile.
    refuseTarget(target, force)
    for (const ending of ['-wal', '-shm']) rmSync(`${target}${ending}`, { force: true })
    renameSync(copy, target)
    sync(path.dirname(path.resolve(target)), 'r')
    const bytes = statSync(target).size
    return {
      text: `restored ${target} from ${file}: it is whole and has schema ${version}`,
      data: { file: target, from: file, bytes, version },
      notes: [
        'what was revoked since the backup was made is good again: valetkey keys rotate --now --distrust ends every JWT',
      ],
    }
  } finally {
    remove(copy)
  }
}

function refuseTarget(target: string, force: boolean): void {
  if (!existsSync(target)) return
  if (!force) throw new Refused(`${target} exists already: name another file, or replace it with --force`)
  if (isFileInUse(target)) throw new Refused(`a server has ${target} open: stop it first`)
}

/** Checks every page of the copy, and that it is a database of ours that this release may run on. */
async function check(copy: string, file: string): Promise<number> {
  const damage = findDamage(copy)
  if (damage !== undefined) throw new Refused(`${file} cannot be restored: ${damage}; use another backup`)
  const database = await openAsItIs(`sqlite:${copy}`)
  try {
    const state = await readSchemaState(database)
    if (state.version === 0) throw new Refused(`${file} cannot be restored: it is no database of Valetkey`)
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
    const answer = String(row?.integrity_check)
      .replaceAll(/[*\s]+/g, ' ')
      .trim()
    return answer === 'ok' ? undefined : `it is damaged (${answer})`
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
