import { keyAlgorithms } from '../oauth/ports.ts'
import { addSigningKey, type SigningKeyOptions } from './load-signing-keys.ts'

/**
 * How long a new key is published before it signs, in milliseconds: relying parties may cache the key set for 300 s
 * (`jwksMaxAge`), nodes see a new key within a second, and clocks may differ by a minute.
 */
export const publishedBeforeUse = 420_000

/**
 * How long an old key stays published after it last signed, in milliseconds: no configuration allows an access or ID
 * token to last longer than a day, and clocks may differ by a minute. The longest lifetime counts, not the configured
 * one, because another node may have a different configuration.
 */
export const publishedAfterUse = 86_400_000 + 120_000

export interface RotationRule {
  readonly now: number
  /** How long a key signs, in milliseconds. */
  readonly rotateAfter: number
}

/**
 * Creates a new key for every algorithm whose newest has signed long enough, and returns their ids. If several nodes do
 * so at once, the database lets only one of them create a key.
 */
export async function rotateSigningKeys(
  { now, rotateAfter }: RotationRule,
  options: SigningKeyOptions,
): Promise<readonly string[]> {
  const made: string[] = []
  for (const algorithm of keyAlgorithms) {
    // The mark is read before the keys: a concurrent rotation changes it.
    const replaces = await options.store.newest(algorithm)
    const keys = (await options.store.list(now)).filter((key) => key.algorithm === algorithm)
    const newest = Math.max(...keys.map((key) => key.active_from))
    if (keys.length === 0 || newest + rotateAfter - publishedBeforeUse > now) continue
    const activeFrom = now + publishedBeforeUse
    const key = await addSigningKey({ algorithm, now, activeFrom, othersStay: publishedAfterUse, replaces }, options)
    if (key !== undefined) made.push(key.id)
  }
  return made
}
