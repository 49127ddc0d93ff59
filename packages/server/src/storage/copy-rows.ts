import { toBatchForm } from './batch-form.ts'
import { type Table, tables } from './copied-tables.ts'
import type { Connection } from './database.ts'
import type { Statement, Value } from './statement.ts'

export type Row = Readonly<Record<string, Value>>

/** Reads, adds and removes the rows of one table without regard to their meaning. */
export interface TableRows {
  readonly table: Table
  /** Reads up to `rowsAtOnce` rows after `row` in key order, or from the first row without it. */
  after(connection: Connection, row: Row | undefined): Promise<readonly Row[]>
  add(connection: Connection, rows: readonly Row[]): Promise<void>
  /** Removes every row: for tables that a migration fills. */
  empty(connection: Connection): Promise<void>
}

/** Rows read or written at once: few enough to respond in time, many enough for speed. */
export const rowsAtOnce = 1000

/** The rows of every table. The statements are written at run time, since no server needs them. */
export const tableRows: readonly TableRows[] = tables.map((table) => {
  const first = readRows(table, false)
  const next = readRows(table, true)
  const add = addRow(table)
  const empty: Statement<Row, Row> = {
    name: `copy/empty/${table.name}`,
    compiled: { sql: `delete from "${table.name}"`, slots: [] },
  }
  return {
    table,
    after: (connection, row) => connection.run(row === undefined ? first : next, row ?? {}),
    async add(connection, rows) {
      await Promise.all(rows.map((row) => connection.run(add, row)))
    },
    async empty(connection) {
      await connection.run(empty, {})
    },
  }
})

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

function readRows({ name, key, columns }: Table, isNext: boolean): Statement<Row, Row> {
  const placeholders = key.map((_, at) => `$${at + 1}`).join(', ')
  const where = isNext ? ` where (${list(key)}) > (${placeholders})` : ''
  const sql = `select ${list(columns)} from "${name}"${where} order by ${list(key)} limit ${rowsAtOnce}`
  return { name: `copy/${isNext ? 'next' : 'first'}/${name}`, compiled: { sql, slots: isNext ? key : [] } }
}

function addRow({ name, columns }: Table): Statement<Row, Row> {
  const placeholders = columns.map((_, at) => `$${at + 1}`).join(', ')
  const sql = `insert into "${name}" (${list(columns)}) values (${placeholders})`
  return { name: `copy/add/${name}`, compiled: { sql, slots: columns }, batch: toBatchForm(sql) }
}
