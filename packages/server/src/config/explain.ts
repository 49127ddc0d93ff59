import type { z } from 'zod'

/** Says that the configuration cannot be used: which key, why, and how to mend it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Turns what a schema found into one sentence a line, with the nearest right name for a wrong one. */
export function explainIssues(issues: readonly z.core.$ZodIssue[], where: string, knownKeys: KnownKeys): ConfigError {
  const lines = issues.flatMap((issue) => explain(issue, knownKeys))
  return new ConfigError(lines.map((line) => `${where}: ${line}`).join('\n'))
}

/** Lists the keys that may stand at a path. */
export type KnownKeys = (path: readonly PropertyKey[]) => readonly string[]

function explain(issue: z.core.$ZodIssue, knownKeys: KnownKeys): readonly string[] {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path)
    return issue.keys.map((key) => {
      const near = nearest(key, known)
      const mend = near === undefined ? `known keys: ${known.join(', ')}` : `did you mean ${near}?`
      return `${toPath([...issue.path, key])} is not a known key; ${mend}`
    })
  }
  const path = toPath(issue.path)
  if (issue.code === 'invalid_type' && issue.input === undefined && /received undefined/.test(issue.message)) {
    return [`${path} is missing`]
  }
  return [`${path === '' ? 'the file' : path} ${toSentence(issue)}`]
}

function toSentence(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(', ')}`
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)} ${issue.expected}`
  if (issue.message.startsWith('must')) return issue.message
  if (issue.code === 'too_big') return `must be ${issue.maximum} at most`
  if (issue.code === 'too_small' && issue.origin === 'number') return `must be ${issue.minimum} or more`
  return `is not right: ${issue.message}`
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? 'an' : 'a'
}

function toPath(path: readonly PropertyKey[]): string {
  return path
    .map((part, at) => (typeof part === 'number' ? `[${part}]` : at === 0 ? String(part) : `.${String(part)}`))
    .join('')
}

/** Finds the known key that differs least from a mistyped one; undefined where none is near. */
export function nearest(key: string, known: readonly string[]): string | undefined {
  const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
  const ranked = known
    .map((one) => ({ one, distance: editDistance(plain(key), plain(one)) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= Math.max(2, key.length / 3) ? best.one : undefined
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
