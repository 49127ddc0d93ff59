import { printableJson } from '../observability/printable.ts'

/** Members whose content comes from a token: its names are not changed. */
const fromToken: ReadonlySet<string> = new Set(['claims', 'header'])

/** Formats data as one line of JSON with names in snake_case; control characters are escaped. */
export function writeJson(data: unknown): string {
  return printableJson(JSON.stringify(withSnakeCase(data)))
}

function withSnakeCase(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withSnakeCase)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      toSnakeCase(name),
      fromToken.has(name) ? value : withSnakeCase(value),
    ]),
  )
}

function toSnakeCase(name: string): string {
  return name.replace(/[a-z0-9][A-Z]/g, ([before, after]) => `${before}_${after?.toLowerCase()}`)
}
