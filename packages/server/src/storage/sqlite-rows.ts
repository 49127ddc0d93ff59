import type { StatementSync } from 'node:sqlite'

export interface Columns {
  readonly names: readonly string[]
  /** A row of nulls. */
  readonly blank: Readonly<Record<string, unknown>>
}

export function columnsOf(statement: StatementSync): Columns {
  const names = statement.columns().map(({ name }) => name)
  return { names, blank: JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) }
}

/**
 * Creates a row from its values in a copy of the blank row: V8 makes a hash table of an object that grows by many
 * computed names, which costs ten times as much.
 */
export function toRow({ names, blank }: Columns, values: readonly unknown[]): object {
  const row = { ...blank }
  for (let at = 0; at < names.length; at++) row[names[at] as string] = values[at] // `at` is within bounds
  return row
}
