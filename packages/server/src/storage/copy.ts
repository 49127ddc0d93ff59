import type { Database } from './database.ts'
import { createFingerprint, type Fingerprint } from './fingerprint.ts'
import { type Row, type TableRows, tableRows } from './table-rows.ts'

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

/**
 * Copies every table into an empty database of the same schema, in batches, then reads both again: count and checksum of
 * every table have to be the same in the copy, and the same in the source as when it was copied.
 * @throws CopyRefused where the target has rows, or the verification fails
 */
export async function copyDatabase(
  from: Database,
  to: Database,
  onTable: (copied: CopiedTable) => void,
): Promise<readonly CopiedTable[]> {
  await refuseFilled(to)
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
  if (filledByMigration.has(rows.table.name)) await to.transaction((connection) => rows.empty(connection))
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
    yield batch
    last = batch.at(-1)
  }
}

function isSame(a: Fingerprint | undefined, b: Fingerprint): boolean {
  return a?.rows === b.rows && a.checksum === b.checksum
}
