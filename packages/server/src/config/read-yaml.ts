import { readFileSync } from 'node:fs'
import { type Document, LineCounter, parseDocument, type YAMLParseError } from 'yaml'
import { ConfigError } from './config-error.ts'
import { decodeText } from './decode-text.ts'
import { whyUnreadable } from './describe-read-fault.ts'
import { expandVariables } from './expand-variables.ts'
import { type LineOf, linesOf } from './line-numbers.ts'
import type { Environment } from './overrides.ts'

/** The parsed file, with its line numbers. */
export interface FileText {
  readonly raw: Record<string, unknown>
  readonly lineOf: LineOf
}

/** An empty file. */
export const nothing: FileText = { raw: {}, lineOf: () => undefined }

/**
 * The maximum number of resolved aliases, nested ones multiplied: enough for thousands of clients, too few for a bomb.
 */
const mostAliases = 10_000

/** Reads a YAML file: UTF-8, one document, variables replaced. @throws ConfigError */
export function readYaml(file: string, environment: Environment): FileText {
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { prettyErrors: true, lineCounter: lines, merge: true })
  const [error] = document.errors
  if (error !== undefined) throw new ConfigError(`${file}: ${toSentence(error)}`)
  expandVariables(document, { file, environment, lines })
  const value = resolve(document, file)
  if (value === null || value === undefined) return nothing
  if (typeof value !== 'object' || Array.isArray(value))
    throw new ConfigError(`${file}: must be a list of keys and values`)
  return { raw: { ...value }, lineOf: linesOf(document, lines) }
}

function readText(file: string): string {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(file)
  } catch (cause) {
    throw new ConfigError(`${file} ${whyUnreadable(cause)}: give the path of a configuration`, { cause })
  }
  const decoded = decodeText(bytes)
  if ('fault' in decoded) throw new ConfigError(`${file} ${decoded.fault}`)
  return decoded.text
}

/** The parser's own message quotes the line, which may contain a secret. */
function toSentence({ code, message, linePos }: YAMLParseError): string {
  const [at] = linePos ?? []
  const place = at === undefined ? '' : ` at line ${at.line}, column ${at.col}`
  if (code === 'MULTIPLE_DOCS') {
    return `has a second document${place}: keep one, and remove the --- between them`
  }
  const [words = ''] = message.split(/[:\\\n]| at line \d/)
  return `${words.trim()}${place}`
}

function resolve(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch (cause) {
    const isBomb = cause instanceof Error && cause.message.startsWith('Excessive alias')
    const sentence = isBomb
      ? `aliases are resolved more than ${mostAliases} times: write their values out`
      : 'an alias has no anchor before it; put a value that begins with * in quotes'
    throw new ConfigError(`${file}: ${sentence}`)
  }
}
