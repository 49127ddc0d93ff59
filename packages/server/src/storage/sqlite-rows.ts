import type { StatementSync } from 'node:sqlite'

/** The columns of a statement's rows. */
export interface Columns {
  readonly names: readonly string[]
  /** A row of nulls. */
  readonly blank: Readonly<Record<string, unknown>>
}

/** Reads the columns that a statement returns. */
export function columnsOf(statement: StatementSync): Columns {
  const names = statement.columns().map(({ name }) => name)
  return { names, blank: JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) }
}

/**
 * Makes a row of its values, in a copy of the blank row: of an object that grows by many computed names V8 makes a hash
 * table, which costs ten times as much.
 */
export function toRow({ names, blank }: Columns, values: readonly unknown[]): object {
  const row = { ...blank }
  for (let at = 0; at < names.length; at++) row[names[at] as string] = values[at] // `at` is within
  return row
}
