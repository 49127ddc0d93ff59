import { addSigningKey, type SigningKeyOptions, signingAlgorithms } from './load-signing-keys.ts'

/**
 * How long a new key is published before it signs, in milliseconds: relying parties may keep the key set for 300 s
 * (`jwksMaxAge`), nodes hear of a new key within a second, and clocks may differ by a minute.
 */
export const publishedBeforeUse = 420_000

/**
 * How long an old key stays published after it stopped to sign, in milliseconds: no configuration lets an access or ID
 * token last longer than a day, and clocks may differ by a minute. The longest counts, not the one configured now,
 * because another node may have been told another.
 */
export const publishedAfterUse = 86_400_000 + 120_000

/** Says which keys are too old. */
export interface RotationRule {
  readonly now: number
  /** For how long a key signs, in milliseconds. */
  readonly rotateAfter: number
}

/**
 * Makes a new key for every algorithm whose newest has signed long enough, and answers their ids. However many nodes
 * do so at once, one key is made: the database lets only one of them in.
 */
export async function rotateSigningKeys(
  { now, rotateAfter }: RotationRule,
  options: SigningKeyOptions,
): Promise<readonly string[]> {
  const made: string[] = []
  for (const algorithm of signingAlgorithms) {
    // The mark is read before the keys: who comes in between has moved it.
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
