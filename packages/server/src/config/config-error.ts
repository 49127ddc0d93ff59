import type { z } from 'zod'
import type { LineOf } from './line-numbers.ts'
import { toReceived } from './received.ts'

/** The configuration cannot be used; the message names the key, the cause and the fix. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export interface ExplainOptions {
  /** The file or other source. */
  readonly where: string
  /** Lists the allowed keys at a path. */
  readonly knownKeys?: (path: readonly PropertyKey[]) => readonly string[]
  readonly lineOf?: LineOf
  /** Returns the option or variable that a value comes from; undefined for one from the file. */
  readonly sourceOf?: (path: readonly PropertyKey[]) => string | undefined
}

/** Turns a schema's issues into one sentence a line, with the nearest valid name for a wrong one. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], options: ExplainOptions): ConfigError {
  const { where, knownKeys = () => [], lineOf = () => undefined, sourceOf = () => undefined } = options
  const lines = issues.flatMap((issue) =>
    explain(issue, knownKeys).map(({ path, sentence }) => {
      const line = lineOf(path)
      const source = sourceOf(path) ?? `${where}${line === undefined ? '' : `:${line}`}`
      return `${source}: ${toPath(path) || 'the file'} ${sentence}`
    }),
  )
  return new ConfigError(lines.join('\n'))
}

/** Explains one schema issue by itself: the option's path, and a sentence to follow it. */
export function explainIssue(
  issue: z.core.$ZodIssue,
): readonly { readonly option: string; readonly sentence: string }[] {
  return explain(issue, () => []).map(({ path, sentence }) => ({ option: toPath(path), sentence }))
}

type KnownKeys = NonNullable<ExplainOptions['knownKeys']>

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly sentence: string
}

function explain(issue: z.core.$ZodIssue, knownKeys: KnownKeys): readonly Fault[] {
  const { path } = issue
  if (issue.code !== 'unrecognized_keys') return [{ path, sentence: withReceived(toSentence(issue, knownKeys), issue) }]
  const known = knownKeys(path)
  return issue.keys.map((key) => {
    const near = nearest(key, known)
    const fix = near === undefined ? `known keys: ${known.join(', ')}` : `did you mean ${near}?`
    return { path: [...path, key], sentence: `is not a known key; ${fix}` }
  })
}

/** Adds the received value, unless the sentence contains it, or it is text where entries belong. */
function withReceived(sentence: string, issue: z.core.$ZodIssue): string {
  const { input, path } = issue
  if (sentence.startsWith('is ') || input === '') return sentence
  const ofEntries = issue.code === 'invalid_type' && ['object', 'array'].includes(issue.expected)
  if (typeof input === 'string' && (ofEntries || (input !== '' && sentence.includes(input)))) return sentence
  const received = toReceived(input, path)
  return received === undefined ? sentence : `${sentence}; received ${received}`
}

function toSentence(issue: z.core.$ZodIssue, knownKeys: KnownKeys): string {
  if (/received undefined$/.test(issue.message)) return 'is missing'
  if (issue.message.startsWith('must')) return issue.message
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`
  if (issue.code === 'invalid_type') return toType(issue, knownKeys)
  if (issue.code === 'too_big') return `must ${toAmount(issue.origin, issue.maximum)} at most`
  if (issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1) return 'must not be empty'
  if (issue.code === 'too_small') return `must ${toAmount(issue.origin, issue.minimum)} or more`
  if (issue.code === 'invalid_format' && issue.format === 'url')
    return 'must be a URL that begins with https:// or http://'
  return `must be different: ${issue.message}`
}

function toAmount(origin: string, count: number | bigint): string {
  if (origin === 'string') return `have ${count} characters`
  return origin === 'array' ? `have ${count} entries` : `be ${count}`
}

const types: Readonly<Record<string, string>> = {
  string: 'text: put it in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

function toType({ expected, message, path, input }: z.core.$ZodIssueInvalidType, knownKeys: KnownKeys): string {
  const isList = expected === 'array'
  if (/received null$/.test(message))
    return `is empty: remove the line${isList ? ', or write []' : ', or give a value'}`
  if (isList) {
    const ofKeys = knownKeys([...path, 0]).length > 0
    if (ofKeys) return 'must be a list: begin each entry with a dash'
    return typeof input === 'string' ? `must be a list: [${input}]` : 'must be a list'
  }
  if (expected === 'object') {
    const known = knownKeys(path)
    return `must have keys of its own: ${known.slice(0, 3).join(', ')}${known.length > 3 ? ', …' : ''}`
  }
  if (expected === 'string' && /received (array|object)$/.test(message)) return 'must be one text, not several values'
  return `must be ${types[expected] ?? expected}`
}

function toPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? String(part) : `.${String(part)}`))
    .join('')
}

/**
 * Finds the known name that differs least from a mistyped one, or the only one that shares a word with it; undefined if
 * none is near.
 */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const ranked = known
    .map((one) => ({ one, distance: editDistance(plain(name), plain(one)) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  if (best !== undefined && best.distance <= Math.max(2, name.length / 3)) return best.one
  const words = toWords(name)
  const [shortest, ...more] = known
    .filter((one) => toWords(one).some((word) => words.includes(word)))
    .sort((a, b) => a.length - b.length)
  // client_secret, client_secret_file and client_secret_hash are variants of one name.
  return shortest !== undefined && more.every((one) => one.startsWith(`${shortest}_`)) ? shortest : undefined
}

/** `client_secret`, `client-secret` and `clientSecret` each have two words. */
function toWords(name: string): readonly string[] {
  return name.split(/[^A-Za-z0-9]+|(?=[A-Z])/).map((word) => word.toLowerCase())
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
