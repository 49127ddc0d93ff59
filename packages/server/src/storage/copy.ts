import { type Row, type TableRows, tableRows } from './copy-rows.ts'
import { type Database, write } from './database.ts'
import { createFingerprint, type Fingerprint } from './fingerprint.ts'
import { unfinishedCopySetting } from './schema-state.ts'
import { statement } from './statement.ts'

/** The copy cannot be made, or differs from its source. */
export class CopyRefused extends Error {
  override readonly name = 'CopyRefused'
}

/** The number of rows and the checksum of a copied table. */
export interface CopiedTable extends Fingerprint {
  readonly table: string
}

/** Tables that a migration fills: the copied rows replace theirs. */
const filledByMigration: ReadonlySet<string> = new Set(['setting', 'change'])

const mark = statement<{ name: string }>('copy/mark')((query, gap) =>
  query.insertInto('setting').values({ name: gap.name, value: 'true' }),
)

const unmark = statement<{ name: string }>('copy/unmark')((query, gap) =>
  query.deleteFrom('setting').where('name', '=', gap.name),
)

/**
 * Copies every table into an empty database of the same schema, in batches, then reads both again: the count and
 * checksum of every table must be the same in the copy, and unchanged in the source. Until then the copy is marked as
 * unfinished and cannot be opened, because in an interrupted copy a revoked token may be valid again.
 * @throws CopyRefused if the target has rows, or the verification fails
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
        `table ${rows.table.name} of the copy differs from the source: create an empty target and copy again`,
      )
    }
    if (!isSame(expected, await fingerprint(rows, from))) {
      throw new CopyRefused(
        `table ${rows.table.name} changed while it was copied: stop the servers, create an empty target and copy again`,
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

/** The mark belongs to the copy and not to the copied data. */
function isMark({ table }: TableRows, row: Row): boolean {
  return table.name === 'setting' && row.name === unfinishedCopySetting
}

function isSame(a: Fingerprint | undefined, b: Fingerprint): boolean {
  return a?.rows === b.rows && a.checksum === b.checksum
}
