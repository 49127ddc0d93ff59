import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Database } from './storage/database.ts'
import { migrate } from './storage/migrate.ts'
import { openSqlite } from './storage/sqlite.ts'

/** Says that the database cannot be used, and how to mend it. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

/** Opens the database that a configuration names and brings its schema up to date. @throws DatabaseError */
export async function openDatabase(url: string, now: number): Promise<Database> {
  const file = sqliteFile(url)
  if (file === undefined) throw new DatabaseError('database: this release serves sqlite:FILE only')
  try {
    if (file !== ':memory:') mkdirSync(path.dirname(path.resolve(file)), { recursive: true })
    const database = openSqlite(file)
    await migrate(database, now)
    return database
  } catch (cause) {
    throw new DatabaseError(`database: ${file} cannot be used: ${sentence(cause)}`, { cause })
  }
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
