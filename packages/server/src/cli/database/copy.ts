import { existsSync } from 'node:fs'
import { whyNoDatabase } from '../../config/database.ts'
import { printableLines } from '../../observability/printable.ts'
import { copyDatabase } from '../../storage/copy.ts'
import { countConnections, isFileInUse } from '../../storage/is-in-use.ts'
import { openDatabase, sqliteFile } from '../../storage/open-database.ts'
import { type Outcome, toTable } from '../output.ts'
import { Refused, UsageError } from '../refusals.ts'

/** @throws UsageError, Refused, CopyRefused, DatabaseError */
export async function copy(from: string, to: string, { json }: { readonly json?: boolean }): Promise<Outcome> {
  for (const [what, url] of Object.entries({ from, to })) {
    const why = whyNoDatabase(url)
    if (why !== undefined) throw new UsageError(`the database to copy ${what} ${why}`)
  }
  const log = (line: string) => json || process.stderr.write(`${printableLines(line)}\n`)
  const file = sqliteFile(from)
  if (file !== undefined && !existsSync(file)) throw new Refused(`${file} does not exist`)
  const isInUse = file !== undefined && isFileInUse(file)
  const started = Date.now()
  const source = await openDatabase(from, started, 'refuse')
  try {
    if (isInUse || (source.engine === 'postgres' && (await countConnections(source)) > 1)) {
      log('warning: a server is using the source database; anything it writes during the copy will be missing: stop it')
    }
    const target = await openDatabase(to, started)
    try {
      const copied = await copyDatabase(source, target, ({ table, rows }) => log(`copied ${rows} rows of ${table}`))
      const total = copied.reduce((sum, { rows }) => sum + rows, 0)
      const seconds = (Date.now() - started) / 1000
      const rows = copied.map(({ table, rows: count, checksum }) => [table, String(count), checksum])
      return {
        text: [
          toTable(['TABLE', 'ROWS', 'CHECKSUM'], rows),
          `copied and verified ${total} rows in ${seconds.toFixed(1)} s`,
        ].join('\n'),
        data: { rows: total, seconds, tables: copied },
        notes: [`start the servers with the new database and the secret of the old one${secretHint(file)}`],
      }
    } finally {
      await target.close()
    }
  } finally {
    await source.close()
  }
}

function secretHint(file: string | undefined): string {
  const secretFile = `${file}.secret`
  return file !== undefined && existsSync(secretFile) ? `: VALETKEY_SECRET_FILE=${secretFile}` : ''
}
