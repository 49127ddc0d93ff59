import { printableJson } from '../observability/printable.ts'

/** Members whose content is somebody else's: its names stay as they are. */
const foreign: ReadonlySet<string> = new Set(['claims', 'header'])

/** Writes data as the commands' JSON: one line, names in snake_case, nothing that a terminal acts on. */
export function writeJson(data: unknown): string {
  return printableJson(JSON.stringify(withSnakeCase(data)))
}

function withSnakeCase(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(withSnakeCase)
  if (typeof data !== 'object' || data === null) return data
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [toSnakeCase(name), foreign.has(name) ? value : withSnakeCase(value)]),
  )
}

function toSnakeCase(name: string): string {
  return name.replace(/[a-z0-9][A-Z]/g, ([before, after]) => `${before}_${after?.toLowerCase()}`)
}
