import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Database } from './database.ts'
import { describeDatabaseFault, isLocked } from './database-fault.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { readSchemaState, refuseNewer, refuseOther } from './schema-state.ts'

/** The database cannot be used; the message names the fix. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

/** Whether to upgrade a schema that is older than this release, or to refuse the database. */
export type OlderSchema = 'migrate' | 'refuse'

/** How long a step of a migration may take, in milliseconds. */
const migrationTimeout = 3_600_000

/**
 * Opens the configured database; by default upgrades its schema, recording `now` as the time of each step.
 * @throws DatabaseError with a sentence that names the fix
 */
export async function openDatabase(url: string, now: number, olderSchema: OlderSchema = 'migrate'): Promise<Database> {
  return opened(url, async (database) => {
    const state = await readSchemaState(database)
    if (olderSchema === 'refuse') return refuseOther(state)
    refuseNewer(state)
    if (state.version >= migrations.length) return
    await (database.engine === 'sqlite' ? migrate(database, now) : migratePostgres(url, now))
  })
}

/**
 * How long to wait for another process's lock on a file, in milliseconds: two processes that start on a new file each
 * hold it briefly.
 */
const lockTimeout = 1_000

/** Opens a database whatever its schema, without changing it. @throws DatabaseError */
export async function openAsItIs(url: string): Promise<Database> {
  return opened(url, async (database) => void (await readSchemaState(database)))
}

async function opened(url: string, check: (database: Database) => Promise<void>): Promise<Database> {
  const began = performance.now()
  for (;;) {
    let database: Database | undefined
    try {
      database = await openUrl(url)
      // Compares real clocks: a test may pass its own time.
      if (database.engine === 'postgres') await (await import('./check-server.ts')).checkServer(database, Date.now())
      await check(database)
      return database
    } catch (cause) {
      await database?.close().catch(() => undefined)
      if (isLocked(cause) && performance.now() - began < lockTimeout) {
        await setTimeout(20)
        continue
      }
      throw toDatabaseError(cause, url)
    }
  }
}

/** Turns an engine's error into a message with the fix. */
export function toDatabaseError(cause: unknown, url: string): DatabaseError {
  const sentence = describeDatabaseFault(cause, url)
  return new DatabaseError(`database: ${databaseName(url)} cannot be used: ${sentence}`, { cause })
}

function openUrl(url: string): Promise<Database> {
  const file = sqliteFile(url)
  return file === undefined ? openPostgres(url) : openFile(file)
}

async function migratePostgres(url: string, now: number): Promise<void> {
  const database = await openPostgres(url, migrationTimeout)
  try {
    await migrate(database, now)
  } finally {
    await database.close()
  }
}

/** Each engine is loaded only if it is used: its driver costs time and memory at start. */
async function openFile(file: string): Promise<Database> {
  const { openSqlite } = await import('./sqlite.ts')
  if (file !== ':memory:') {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
      throw new Error(`it is a folder; name a file in it: sqlite:${path.join(file, 'valetkey.db')}`)
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 })
    createPrivately(file)
  }
  return openSqlite(file)
}

/**
 * Creates a new file readable by this user alone whatever the umask, which belongs to the application that the server
 * is mounted in. `-wal` and `-shm` get the mode of the main file.
 */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch {
    // The file exists, and keeps its mode; or it cannot be created, which SQLite reports next.
  }
}

async function openPostgres(url: string, timeout?: number): Promise<Database> {
  if (!URL.canParse(url)) {
    throw new Error(
      'it is not a URL; write postgres://USER:PASSWORD@HOST/NAME, with %40 for @ and %2F for / in a password',
    )
  }
  const engine = await import('./postgres.ts').catch((cause) => {
    throw new Error('the package pg is not installed; npm install pg', { cause })
  })
  return engine.openPostgres(url, timeout)
}

/** Returns the name of a database for messages: its file, or its address without the password. */
export function databaseName(url: string): string {
  return sqliteFile(url) ?? withoutPassword(url)
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the URL'
  const parsed = new URL(url)
  return `postgres://${parsed.host}${parsed.pathname}`
}

/** Returns the file of an SQLite URL; undefined for another engine. */
export function sqliteFile(url: string): string | undefined {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') : undefined
}
