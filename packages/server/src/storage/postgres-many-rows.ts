import type { Query } from './postgres-link.ts'
import type { Value } from './statement.ts'

/** A statement rewritten to run for many rows of values at once. */
export interface ManyRows {
  /** Tells statements apart that were prepared under one name with values of other types. */
  readonly suffix: string
  /** Takes each value as an array, one entry a row; its rows tell in `row_of`, from 1, which entry they answer. */
  readonly text: string
  /** Which of the values of the original become arrays, by index. */
  readonly columns: readonly number[]
  /** Which of the values say which row is meant, so that two entries with the same would change the same row. */
  readonly identity: readonly number[]
}

/** How many queries go as one at most. */
export const mostTogether = 64

const known = new Map<string, Map<string, ManyRows | undefined>>()

/**
 * Rewrites a query to run for many rows of values, where it is a `select`, or an `update` of one table with a condition.
 * Rows are locked in the order of the entries, so that two of these never wait for one another.
 * @returns the same object for all queries that can go together, undefined for one that must go alone
 */
export function toManyRows({ text, values = [] }: Query): ManyRows | undefined {
  let forms = known.get(text)
  if (forms === undefined) {
    forms = new Map()
    known.set(text, forms)
  }
  const types = values.map(typeOf).join('')
  if (!forms.has(types)) forms.set(types, rewrite(text, types))
  return forms.get(types)
}

type Values = NonNullable<Query['values']>

function typeOf(value: Values[number]): string {
  if (value === null) return '0'
  return Number.isInteger(value) ? 'n' : typeof value === 'string' ? 's' : '?'
}

const arrays: Readonly<Record<string, string>> = { n: 'bigint[]', s: 'text[]' }

function rewrite(text: string, types: string): ManyRows | undefined {
  const columns = [...types].flatMap((type, at) => (type === '0' ? [] : [at]))
  if (columns.length === 0 || types.includes('?') || !/^(select|update) /.test(text)) return undefined
  // A limit may not be a column.
  if (text.includes(' limit $')) return undefined
  // NULL stands in the text, where it takes its type from what it is compared with.
  const inner = text.replace(/\$\d+/g, (gap) => (types[Number(gap.slice(1)) - 1] === '0' ? 'null' : `entry."${gap}"`))
  const list = columns.map((at, index) => `$${index + 1}::${arrays[types[at] ?? '']}`).join(', ')
  const names = columns.map((at) => `"$${at + 1}"`).join(', ')
  // The condition holds for all. It makes the planner expect one entry, so that it looks rows up by index, in order:
  // of many, it would read through a whole table that is still small, and keep that plan while the table grows.
  const entries = `(select * from unnest(${list}) with ordinality as given(${names}, row_of) where row_of between 1 and 2147483647) as entry`
  const whole = text.startsWith('select ') ? manySelects(inner, entries) : manyUpdates(inner, entries)
  if (whole === undefined) return undefined
  return { suffix: types, text: whole, columns, identity: identityIn(text) }
}

/** With an order of its own each entry's rows keep it: a join promises none. */
function manySelects(inner: string, entries: string): string {
  const each = (query: string) => `select entry.row_of, found.* from ${entries} cross join lateral (${query}) as found`
  if (!inner.includes(' order by ')) return each(inner)
  return `${each(`select ordered.*, row_number() over () as place from (${inner}) as ordered`)} order by row_of, place`
}

/** The rows are locked first, in order; the condition is looked at again when the lock is there, and again by the update. */
function manyUpdates(inner: string, entries: string): string | undefined {
  const [, table, set, rest] = /^update ("\w+") set ((?:(?! where ).)+) where ((?:(?! where ).)+)$/.exec(inner) ?? []
  if (table === undefined || set === undefined || rest === undefined) return undefined
  const [where = '', returning] = rest.split(' returning ')
  const locked = `select entry.* from ${entries} cross join lateral (select from ${table} where ${where} for update) as row`
  const update = `with entry as materialized (${locked}) update ${table} set ${set} from entry where ${where}`
  if (returning === undefined) return update
  return `${update} returning entry.row_of, ${returning === '*' ? `${table}.*` : returning}`
}

function identityIn(text: string): readonly number[] {
  if (text.startsWith('select ')) return []
  const where = text.slice(text.indexOf(' where '))
  return [...where.matchAll(/\$(\d+)/g)].map(([, number]) => Number(number) - 1)
}

/** Makes one query of many that `toManyRows` found alike, or leaves them as they are where they cannot go as one. */
export function toQueries(many: ManyRows, queries: readonly Query[]): readonly Query[] {
  const [first] = queries
  if (first === undefined || queries.length === 1 || changesOneRowTwice(many, queries)) return queries
  const name = first.name === undefined ? undefined : `${first.name}_${many.suffix}`
  const values = many.columns.map((column) => queries.map((query) => plain(query.values?.[column])))
  return [{ name, text: many.text, values }]
}

/** One statement changes a row once, so queries that mean the same row go one after another. */
function changesOneRowTwice({ identity }: ManyRows, queries: readonly Query[]): boolean {
  if (identity.length === 0) return false
  const rows = queries.map(({ values }) => JSON.stringify(identity.map((column) => values?.[column])))
  return new Set(rows).size < rows.length
}

const plain = (value: Values[number] | undefined) => (value ?? null) as Value // a query with an array is alike to none
