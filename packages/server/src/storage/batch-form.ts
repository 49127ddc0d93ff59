/**
 * How to run a statement for many rows of values at once. Compiled with the statement. Only PostgreSQL uses it, where
 * most of a statement's cost does not depend on the number of rows.
 */
export type BatchForm = InsertBatch | RowsBatch

/** Inserts the records of one JSON array; the table defines their types. */
export interface InsertBatch {
  readonly kind: 'insert'
  readonly table: string
  /** The columns, in the order of the statement's values. */
  readonly columns: readonly string[]
  readonly sql: string
}

/** Takes each value as an array with one entry per row. Result rows name their entry in `row_of`, counted from 1. */
export interface RowsBatch {
  readonly kind: 'select' | 'update'
  /** The updated table. */
  readonly table?: string
  readonly returnsRows: boolean
  /** The text before and after the list of arrays, whose types depend on the values. */
  readonly sql: readonly [before: string, after: string]
  /** The number of values in the statement. */
  readonly size: number
  /** Indexes of the values that identify the updated row: two entries with equal values would update the same row. */
  readonly identity: readonly number[]
}

/**
 * Writes the batch form of a plain `insert`, a `select`, or an `update` of one table with a condition. Rows are locked
 * in the order of the entries, so that two batches never deadlock.
 * @returns undefined for a statement that must run alone
 */
export function toBatchForm(sql: string): BatchForm | undefined {
  if (sql.startsWith('insert ')) return toInsertBatch(sql)
  const size = new Set(sql.match(/\$\d+/g)).size
  // A limit or an offset cannot be a column.
  if (size === 0 || / (?:limit|offset) \$/.test(sql)) return undefined
  const inner = sql.replace(/\$\d+/g, (gap) => `entry."${gap}"`)
  const names = Array.from({ length: size }, (_, at) => `"$${at + 1}"`).join(', ')
  // The condition is always true. It makes the planner expect one entry, so that it looks rows up by index, in order.
  // If it expected many, it would scan a table that is still small, and keep that plan while the table grows.
  const entries = `(select * from unnest(${arrays}) with ordinality as given(${names}, row_of) where row_of between 1 and 2147483647) as entry`
  if (sql.startsWith('select ')) {
    return {
      kind: 'select',
      returnsRows: true,
      sql: cut(selectAll(inner, entries)),
      size,
      identity: [],
    }
  }
  return toUpdateBatch(sql, inner, entries, size)
}

const arrays = '/*arrays*/'

function cut(text: string): RowsBatch['sql'] {
  const [before = '', after = ''] = text.split(arrays)
  return [before, after]
}

/** A join does not preserve the order of each entry's rows, so they are numbered. */
function selectAll(inner: string, entries: string): string {
  const each = (query: string) => `select entry.row_of, found.* from ${entries} cross join lateral (${query}) as found`
  if (!inner.includes(' order by ')) return each(inner)
  return `${each(`select ordered.*, row_number() over () as place from (${inner}) as ordered`)} order by row_of, place`
}

/** Locks the rows first, in order. The condition is checked again once the lock is held, and again by the update. */
function toUpdateBatch(sql: string, inner: string, entries: string, size: number): RowsBatch | undefined {
  const [, table, set, rest] = /^update ("\w+") set ((?:(?! where ).)+) where ((?:(?! where ).)+)$/.exec(inner) ?? []
  if (table === undefined || set === undefined || rest === undefined) return undefined
  const [where = '', returning] = rest.split(' returning ')
  const locked = `select entry.* from ${entries} cross join lateral (select from ${table} where ${where} for update) as row`
  const update = `with entry as materialized (${locked}) update ${table} set ${set} from entry where ${where}`
  const returned = returning === '*' ? `${table}.*` : returning
  const identity = [...sql.slice(sql.indexOf(' where ')).matchAll(/\$(\d+)/g)].map(([, number]) => Number(number) - 1)
  return {
    kind: 'update',
    table,
    returnsRows: returning !== undefined,
    sql: cut(returned === undefined ? update : `${update} returning entry.row_of, ${returned}`),
    size,
    identity,
  }
}

function toInsertBatch(sql: string): InsertBatch | undefined {
  const [, table, list, values] = /^insert into ("\w+") \(([^()]*)\) values \(([^()]*)\)$/.exec(sql) ?? []
  if (table === undefined || list === undefined || values === undefined) return undefined
  const columns = list.split(', ').map((name) => name.slice(1, -1))
  // Each column has a placeholder, in order.
  if (values !== columns.map((_, at) => `$${at + 1}`).join(', ')) return undefined
  const text = `insert into ${table} (${list}) select ${list} from json_populate_recordset(null::${table}, $1)`
  return { kind: 'insert', table, columns, sql: text }
}
