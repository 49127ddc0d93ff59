import { closeSync, mkdirSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Database } from './database.ts'
import { describeDatabaseFault, isLocked } from './database-fault.ts'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { readSchemaState, refuseNewer, refuseOther } from './schema-state.ts'

/** Says that the database cannot be used, and how to fix it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

/** What becomes of a schema that is older than this release: it is brought up, or the database is refused. */
export type Older = 'migrate' | 'refuse'

/** How long a step of a migration may take, in milliseconds. */
const migrationPatience = 3_600_000

/**
 * Opens the database that a configuration names; by default brings its schema up to date, with `now` as the time of each step.
 * @throws DatabaseError with a sentence that names the fix
 */
export async function openDatabase(url: string, now: number, older: Older = 'migrate'): Promise<Database> {
  return opened(url, async (database) => {
    const state = await readSchemaState(database)
    if (older === 'refuse') return refuseOther(state)
    refuseNewer(state)
    if (state.version >= migrations.length) return
    await (database.engine === 'sqlite' ? migrate(database, now) : migratePatiently(url, now))
  })
}

/** How long another process may hold a file locked, in milliseconds: where two start at once on a new one, each does for a moment. */
const patienceWithLock = 1_000

/** Opens a database whatever its schema is, and does not change it. @throws DatabaseError */
export async function openAsItIs(url: string): Promise<Database> {
  return opened(url, async (database) => void (await readSchemaState(database)))
}

async function opened(url: string, check: (database: Database) => Promise<void>): Promise<Database> {
  const began = performance.now()
  for (;;) {
    let database: Database | undefined
    try {
      database = await openUrl(url)
      // Computers' clocks are compared: that of a test may be another.
      if (database.engine === 'postgres') await (await import('./check-server.ts')).checkServer(database, Date.now())
      await check(database)
      return database
    } catch (cause) {
      await database?.close().catch(() => undefined)
      if (isLocked(cause) && performance.now() - began < patienceWithLock) {
        await setTimeout(20)
        continue
      }
      throw toDatabaseError(cause, url)
    }
  }
}

/** Says what an engine said of a database, with the fix. */
export function toDatabaseError(cause: unknown, url: string): DatabaseError {
  const sentence = describeDatabaseFault(cause, url)
  return new DatabaseError(`database: ${databaseName(url)} cannot be used: ${sentence}`, { cause })
}

function openUrl(url: string): Promise<Database> {
  const file = sqliteFile(url)
  return file === undefined ? openPostgres(url) : openFile(file)
}

async function migratePatiently(url: string, now: number): Promise<void> {
  const patient = await openPostgres(url, migrationPatience)
  try {
    await migrate(patient, now)
  } finally {
    await patient.close()
  }
}

/** Each engine is loaded only where it is used: its driver costs time and memory at start. */
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
 * Makes a new file for this user alone, whatever the umask is, which belongs to the app that the server is mounted in;
 * `-wal` and `-shm` take the mode of the file beside which they are made.
 */
function createPrivately(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch {
    // It is there, and keeps its mode; or it cannot be made, which SQLite is told next.
  }
}

async function openPostgres(url: string, patience?: number): Promise<Database> {
  if (!URL.canParse(url)) {
    throw new Error(
      'it is not a URL; write postgres://USER:PASSWORD@HOST/NAME, with %40 for @ and %2F for / in a password',
    )
  }
  const engine = await import('./postgres.ts').catch((cause) => {
    throw new Error('the package pg is not installed; npm install pg', { cause })
  })
  return engine.openPostgres(url, patience)
}

/** Names a database to people: its file, or its address without the password. */
export function databaseName(url: string): string {
  return sqliteFile(url) ?? withoutPassword(url)
}

function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'the URL'
  const parsed = new URL(url)
  return `postgres://${parsed.host}${parsed.pathname}`
}

/** Answers the file of an SQLite URL; undefined for another engine. */
export function sqliteFile(url: string): string | undefined {
  return url.startsWith('sqlite:') ? url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '') : undefined
}
