import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Database } from './storage/database.ts'
import { migrate } from './storage/migrate.ts'

/** Says that the database cannot be used, and how to mend it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

/** Opens the database that a configuration names and brings its schema up to date. @throws DatabaseError */
export async function openDatabase(url: string, now: number): Promise<Database> {
  const file = sqliteFile(url)
  let database: Database | undefined
  try {
    database = file === undefined ? await openPostgres(url) : await openFile(file)
    await migrate(database, now)
    return database
  } catch (cause) {
    await database?.close().catch(() => undefined)
    throw new DatabaseError(`database: ${file ?? withoutPassword(url)} cannot be used: ${sentence(cause)}`, { cause })
  }
}

/** Each engine is loaded only where it is used: its driver costs time and memory at start. */
async function openFile(file: string): Promise<Database> {
  const { openSqlite } = await import('./storage/sqlite.ts')
  if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
  return openSqlite(file)
}

async function openPostgres(url: string): Promise<Database> {
  const engine = await import('./storage/postgres.ts').catch((cause) => {
    throw new Error('the package pg is not installed; npm install pg', { cause })
  })
  return engine.openPostgres(url)
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

function sentence(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/locked|busy/i.test(message)) return 'another process holds it locked; stop that process, or wait and start again'
  if (/readonly|read-only/i.test(message))
    return 'it is read-only; give this user the right to write the file and its folder'
  if (/not a database/i.test(message)) return 'it is not an SQLite file; name another file'
  return message
}
