/**
 * How a statement runs for many rows of values at once. Made when statements are compiled; PostgreSQL uses it, since most
 * of what a statement costs there does not depend on the number of rows.
 */
export type BatchForm = InsertBatch | RowsBatch

/** Inserts the records of one JSON array, which take their types from the table. */
export interface InsertBatch {
  readonly kind: 'insert'
  readonly table: string
  /** The columns, in the order of the statement's values. */
  readonly columns: readonly string[]
  readonly sql: string
}

/** Takes each value as an array with an entry a row. Result rows say in `row_of`, from 1, which entry they belong to. */
export interface RowsBatch {
  readonly kind: 'select' | 'update'
  /** The table that is updated. */
  readonly table?: string
  readonly returnsRows: boolean
  /** The text before and after the list of arrays, whose types depend on the values. */
  readonly sql: readonly [before: string, after: string]
  /** How many values the statement has. */
  readonly size: number
  /** The values that say which row is updated, by index: two entries with the same would update one row. */
  readonly identity: readonly number[]
}

/**
 * Writes the batch form of a statement: of a plain `insert`, a `select`, or an `update` of one table with a condition.
 * Rows are locked in the order of the entries, so that two of these never wait for one another.
 * @returns undefined for a statement that must run alone
 */
export function toBatchForm(sql: string): BatchForm | undefined {
  if (sql.startsWith('insert ')) return toInsertBatch(sql)
  const size = new Set(sql.match(/\$\d+/g)).size
  // A limit must not be a column.
  if (size === 0 || sql.includes(' limit $')) return undefined
  const inner = sql.replace(/\$\d+/g, (gap) => `entry."${gap}"`)
  const names = Array.from({ length: size }, (_, at) => `"$${at + 1}"`).join(', ')
  // The condition is always true. It makes the planner expect one entry, so that it looks rows up by index, in order:
  // of many, it would read through a whole table that is still small, and keep that plan while the table grows.
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

/** The rows of each entry keep an order of their own: a join promises none. */
function selectAll(inner: string, entries: string): string {
  const each = (query: string) => `select entry.row_of, found.* from ${entries} cross join lateral (${query}) as found`
  if (!inner.includes(' order by ')) return each(inner)
  return `${each(`select ordered.*, row_number() over () as place from (${inner}) as ordered`)} order by row_of, place`
}

/** Rows are locked first, in order; the condition is checked again when the lock is there, and again by the update. */
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
