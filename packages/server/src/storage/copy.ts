import { type Row, type TableRows, tableRows } from './copy-rows.ts'
import { type Database, write } from './database.ts'
import { createFingerprint, type Fingerprint } from './fingerprint.ts'
import { unfinishedCopySetting } from './schema-state.ts'
import { statement } from './statement.ts'

/** Says that a copy cannot be made, or is not what it was copied from. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused'
}

/** What was copied of a table. */
export interface CopiedTable extends Fingerprint {
  readonly table: string
}

/** Tables that a migration puts rows into: the copy's rows take their place. */
const filledByMigration: ReadonlySet<string> = new Set(['setting', 'change'])

const mark = statement<{ name: string }>('copy/mark')((query, gap) =>
  query.insertInto('setting').values({ name: gap.name, value: 'true' }),
)

const unmark = statement<{ name: string }>('copy/unmark')((query, gap) =>
  query.deleteFrom('setting').where('name', '=', gap.name),
)

/**
 * Copies every table into an empty database of the same schema, in batches, then reads both again: count and checksum of
 * every table have to be the same in the copy, and the same in the source as when it was copied. Until then the copy is
 * marked as unfinished, and nothing opens it: in one that was broken off, what was revoked may be good again.
 * @throws CopyRefused where the target has rows, or the verification fails
 */
export async function copyDatabase(
  from: Database,
  to: Database,
  onTable: (copied: CopiedTable) => void,
): Promise<readonly CopiedTable[]> {
  await refuseFilled(to)
  await write(to, mark, { name: unfinishedCopySetting })
  const copied: CopiedTable[] = []
  for (const rows of tableRows) {
    const done = { table: rows.table.name, ...(await copyTable(rows, from, to)) }
    copied.push(done)
    onTable(done)
  }
  for (const [index, rows] of tableRows.entries()) {
    const expected = copied[index]
    if (!isSame(expected, await fingerprint(rows, to))) {
      throw new CopyRefused(
        `table ${rows.table.name} of the copy is not what was copied: make the target anew and copy again`,
      )
    }
    if (!isSame(expected, await fingerprint(rows, from))) {
      throw new CopyRefused(
        `table ${rows.table.name} changed while it was copied: stop the servers, make the target anew and copy again`,
      )
    }
  }
  await write(to, unmark, { name: unfinishedCopySetting })
  return copied
}

async function refuseFilled(to: Database): Promise<void> {
  for (const rows of tableRows) {
    if (filledByMigration.has(rows.table.name)) continue
    if ((await rows.after(to, undefined)).length > 0) {
      throw new CopyRefused(`the target is not empty: table ${rows.table.name} has rows; name a new database`)
    }
  }
}

async function copyTable(rows: TableRows, from: Database, to: Database): Promise<Fingerprint> {
  const sum = createFingerprint(rows.table)
  if (filledByMigration.has(rows.table.name)) {
    await to.transaction(async (connection) => {
      await rows.empty(connection)
      if (rows.table.name === 'setting') await connection.run(mark, { name: unfinishedCopySetting })
    })
  }
  for await (const batch of batches(rows, from)) {
    await to.transaction((connection) => rows.add(connection, batch))
    sum.add(batch)
  }
  return sum.result()
}

async function fingerprint(rows: TableRows, database: Database): Promise<Fingerprint> {
  const sum = createFingerprint(rows.table)
  for await (const batch of batches(rows, database)) sum.add(batch)
  return sum.result()
}

async function* batches(rows: TableRows, database: Database): AsyncGenerator<readonly Row[]> {
  let last: Row | undefined
  for (;;) {
    const batch = await rows.after(database, last)
    if (batch.length === 0) return
    yield batch.filter((row) => !isMark(rows, row))
    last = batch.at(-1)
  }
}

/** The mark belongs to the copy and not to what is copied. */
function isMark({ table }: TableRows, row: Row): boolean {
  return table.name === 'setting' && row.name === unfinishedCopySetting
}

function isSame(a: Fingerprint | undefined, b: Fingerprint): boolean {
  return a?.rows === b.rows && a.checksum === b.checksum
}
