import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase, sqliteFile } from '../storage/open-database.ts'

let kept: Promise<Buffer> | undefined

/**
 * Creates the file of an SQLite database, with the schema of this release and no data. The schema is migrated once for a run of
 * the gate, or for a process, because the tests start thousands of servers; migrations have their own tests.
 */
export async function writeMigratedDatabase(url: string): Promise<void> {
  const file = sqliteFile(url)
  if (file === undefined || !path.isAbsolute(file) || existsSync(file)) return
  kept ??= read()
  writeFileSync(file, await kept, { flag: 'wx', mode: 0o600 })
}

async function read(): Promise<Buffer> {
  const shared = process.env.VALETKEY_TEST_FOLDER
  if (shared === undefined) return create()
  const file = path.join(shared, 'migrated.db')
  if (existsSync(file)) return readFileSync(file)
  const content = await create()
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content)
  renameSync(draft, file)
  return content
}

async function create(): Promise<Buffer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-migrated-'))
  try {
    const file = path.join(folder, 'valetkey.db')
    const database = await openDatabase(`sqlite:${file}`, Date.now())
    await database.close()
    return readFileSync(file)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
