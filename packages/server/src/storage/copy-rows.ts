import type { Kysely } from 'kysely'
import { type Table, tables } from './copied-tables.ts'
import type { Connection } from './database.ts'
import type { Schema } from './schema.ts'
import { type Statement, statement, type Value } from './statement.ts'

/** A row of any table. */
export type Row = Readonly<Record<string, Value>>

/** What can be done with the rows of any table, whatever they mean. */
export interface TableRows {
  readonly table: Table
  /** Reads the rows that follow another in the order of the key, at most as many as `rowsAtOnce`. */
  after(connection: Connection, row: Row | undefined): Promise<readonly Row[]>
  add(connection: Connection, rows: readonly Row[]): Promise<void>
  /** Removes every row: for tables that a migration fills. */
  empty(connection: Connection): Promise<void>
}

/** How many rows are read and written at once: few enough for an answer in time, many enough for speed. */
export const rowsAtOnce = 1000

/** Any table, since these statements are the same for all. */
type Anything = Record<string, Record<string, Value>>

type Build<R> = Statement<Row, R>['build']

/** Lists every table's rows. */
export const tableRows: readonly TableRows[] = tables.map((table) => {
  const first = statement<Row>(`table-rows/first/${table.name}`)(reading(table, false))
  const next = statement<Row>(`table-rows/next/${table.name}`)(reading(table, true))
  const add = statement<Row>(`table-rows/add/${table.name}`)(adding(table))
  const empty = statement<Row>(`table-rows/empty/${table.name}`)((query) => toAny(query).deleteFrom(table.name))
  return {
    table,
    after: async (connection, row) => connection.run(row === undefined ? first : next, row ?? {}),
    async add(connection, rows) {
      await Promise.all(rows.map((row) => connection.run(add, row)))
    },
    async empty(connection) {
      await connection.run(empty, {})
    },
  }
})

function reading({ name, key, columns }: Table, isNext: boolean): Build<Row> {
  return (query, gap) => {
    const all = toAny(query)
      .selectFrom(name)
      .select([...columns])
    const [first = '', second] = key
    const rest = !isNext
      ? all
      : second === undefined
        ? all.where(first, '>', gap[first] ?? null)
        : all.where((eb) =>
            eb.or([
              eb(first, '>', gap[first] ?? null),
              eb.and([eb(first, '=', gap[first] ?? null), eb(second, '>', gap[second] ?? null)]),
            ]),
          )
    return key.reduce((ordered, column) => ordered.orderBy(column), rest).limit(rowsAtOnce)
  }
}

function adding({ name, columns }: Table): Build<unknown> {
  return (query, gap) =>
    toAny(query)
      .insertInto(name)
      .values(Object.fromEntries(columns.map((column) => [column, gap[column] ?? null])))
}

function toAny(query: Kysely<Schema>): Kysely<Anything> {
  return query as unknown as Kysely<Anything> // the table is one of `tables`
}
