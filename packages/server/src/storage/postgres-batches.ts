import type { InsertBatch, RowsBatch } from './batch-form.ts'
import type { Query } from './postgres-link.ts'
import type { Value } from './statement.ts'

/** The maximum number of queries in a batch. */
export const largestBatch = 64

/** The array types of a statement's values. */
type ArrayType = 'bigint[]' | 'text[]'

/** The array types seen for the values of each batch form: a statement's values always have the same types. */
const seen = new WeakMap<RowsBatch, (ArrayType | undefined)[]>()

/**
 * Returns the batch form with which a query can be combined with others; undefined for one that must be sent alone: it
 * has no form, or a value of unknown type, because it has always been null.
 */
export function rowsBatchOf({ batch, values = [] }: Query): RowsBatch | undefined {
  if (batch === undefined || batch.kind === 'insert') return undefined
  let types = seen.get(batch)
  if (types === undefined) {
    types = Array.from({ length: batch.size })
    seen.set(batch, types)
  }
  let areAllKnown = true
  for (let at = 0; at < batch.size; at++) {
    const value = values[at] ?? null
    if (value === null) {
      areAllKnown &&= types[at] !== undefined
      continue
    }
    const type = typeof value === 'string' ? 'text[]' : Number.isSafeInteger(value) ? 'bigint[]' : undefined
    if (type === undefined || (types[at] ?? type) !== type) return undefined
    types[at] = type
  }
  return areAllKnown ? batch : undefined
}

/** Combines queries with the same batch form into one, or returns them unchanged if two identify the same row. */
export function joinQueries(batch: RowsBatch, queries: readonly Query[]): readonly Query[] {
  const [first] = queries
  if (first === undefined || queries.length === 1 || changesOneRowTwice(batch, queries)) return queries
  const types = seen.get(batch) ?? []
  const [before, after] = batch.sql
  const columns = Array.from({ length: batch.size }, (_, at) => at)
  return [
    {
      name: nameOf(first),
      text: before + columns.map((at) => `$${at + 1}::${types[at]}`).join(', ') + after,
      values: columns.map((at) => queries.map((query) => (query.values?.[at] ?? null) as Value)), // a batch form has no array
    },
  ]
}

/** Combines inserts with the same batch form into one query. */
export function joinInserts({ columns, sql }: InsertBatch, queries: readonly Query[]): readonly Query[] {
  const [first] = queries
  if (first === undefined || queries.length === 1) return queries
  const records = queries.map(({ values = [] }) =>
    Object.fromEntries(columns.map((column, at) => [column, values[at]])),
  )
  return [{ name: nameOf(first), text: sql, values: [JSON.stringify(records)] }]
}

const nameOf = ({ name }: Query) => (name === undefined ? undefined : `${name}_many`)

/** A statement changes a row only once, so queries that identify the same row are sent one after another. */
function changesOneRowTwice({ identity }: RowsBatch, queries: readonly Query[]): boolean {
  if (identity.length === 0) return false
  const rows = queries.map(({ values }) => JSON.stringify(identity.map((column) => values?.[column])))
  return new Set(rows).size < rows.length
}
