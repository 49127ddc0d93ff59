import { printable } from '../observability/printable.ts'

/** The result of a command: text for the terminal, data for `--json`. */
export interface Outcome {
  readonly text: string
  readonly data: unknown
  /** Printed to standard error, except with `--json`. */
  readonly notes?: readonly string[]
  /** Sets exit code 1. */
  readonly failed?: boolean
}

/** Formats rows in columns under their titles. Control characters and line breaks in values are escaped. */
export function toTable(titles: readonly string[], values: readonly (readonly string[])[]): string {
  const rows = values.map((row) => row.map(printable))
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  return [titles, ...rows].map(line).join('\n')
}

/** Formats facts, one per line, the names in one column. Control characters and line breaks in values are escaped. */
export function toFacts(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = facts.flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[printable(name), printable(value)] as const],
  )
  const width = Math.max(0, ...known.map(([name]) => name.length))
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n')
}

export function toIso(instant: number): string {
  return new Date(instant).toISOString()
}

/** Formats a time with its distance from now: `2026-01-31T12:00:00Z (in 2 hours)`. */
export function toMoment(instant: number, now: number): string {
  const seconds = Math.round((instant - now) / 1000)
  const far = toSpan(Math.abs(seconds))
  const text = new Date(instant).toISOString().replace(/\.\d+Z$/, 'Z')
  return `${text} (${seconds >= 0 ? `in ${far}` : `${far} ago`})`
}

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const

function toSpan(seconds: number): string {
  const [unit, size] = units.find(([, most]) => seconds >= most) ?? (['second', 1] as const)
  const count = Math.floor(seconds / size)
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
