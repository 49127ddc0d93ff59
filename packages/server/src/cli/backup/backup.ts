import { closeSync, openSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { sqliteFile } from '../../storage/open-database.ts'
import type { CommonOptions } from '../command.ts'
import type { Outcome } from '../output.ts'
import { Refused } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

/** Copies the database into a new file that only this user may read. @throws Refused if the file exists */
export async function backup(file: string, options: CommonOptions): Promise<Outcome> {
  return withDatabase(options, 'refuse', async ({ config, database }) => {
    if (database.backup === undefined) throw new Refused('PostgreSQL has its own tool for backups: use pg_dump')
    reserve(file)
    try {
      await database.backup(file)
    } catch (error) {
      rmSync(file, { force: true })
      throw error
    }
    const bytes = statSync(file).size
    return {
      text: `copied the database to ${file} (${toSize(bytes)})`,
      data: { file, bytes },
      notes: [
        `the backup does not contain the server's secret: back up ${secretPlace(config.database)} too, or its signing keys cannot be read`,
      ],
    }
  })
}

/** Creates the empty file, private to this user, so that of two concurrent backups one is refused. */
function reserve(file: string): void {
  try {
    closeSync(openSync(file, 'wx', 0o600))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT')
      throw new Refused(`the folder ${path.dirname(path.resolve(file))} does not exist: create it first`)
    if (code === 'ENOTDIR') throw new Refused(`${path.dirname(path.resolve(file))} is not a folder`)
    if (code !== 'EEXIST') throw error
    throw new Refused(`${file} already exists: name a new file`)
  }
}

function secretPlace(url: string): string {
  const given = process.env.VALETKEY_SECRET || process.env.VALETKEY_SECRET_FILE
  return given === undefined ? `\`secret\` of the configuration, or ${sqliteFile(url)}.secret,` : 'VALETKEY_SECRET'
}

function toSize(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
