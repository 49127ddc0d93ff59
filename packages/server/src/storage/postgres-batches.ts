import type { InsertBatch, RowsBatch } from './batch-form.ts'
import type { Query } from './postgres-link.ts'
import type { Value } from './statement.ts'

/** How many queries go as one at most. */
export const mostTogether = 64

/** The array types of a statement's values. */
type ArrayType = 'bigint[]' | 'text[]'

/** The types that the values of each batch form were seen to have: one statement's values always have the same. */
const seen = new WeakMap<RowsBatch, (ArrayType | undefined)[]>()

/**
 * Returns the batch form under which a query can be sent with others; undefined for one that must go alone: one without
 * a form, or with a value whose type is still unknown, since it was null each time.
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

/** Makes one query of several with the same batch form, or leaves them as they are if two mean the same row. */
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

/** Makes one query of several inserts with the same batch form. */
export function joinInserts({ columns, sql }: InsertBatch, queries: readonly Query[]): readonly Query[] {
  const [first] = queries
  if (first === undefined || queries.length === 1) return queries
  const records = queries.map(({ values = [] }) =>
    Object.fromEntries(columns.map((column, at) => [column, values[at]])),
  )
  return [{ name: nameOf(first), text: sql, values: [JSON.stringify(records)] }]
}

const nameOf = ({ name }: Query) => (name === undefined ? undefined : `${name}_many`)

/** One statement changes a row once, so queries that mean the same row go one after another. */
function changesOneRowTwice({ identity }: RowsBatch, queries: readonly Query[]): boolean {
  if (identity.length === 0) return false
  const rows = queries.map(({ values }) => JSON.stringify(identity.map((column) => values?.[column])))
  return new Set(rows).size < rows.length
}
