import { isSigningAlgorithm, type KeyAlgorithm, keyAlgorithms, type SigningAlgorithm } from '../../oauth/ports.ts'
import {
  addSigningKey,
  loadSigningKeys,
  type MadeKey,
  type SigningKeyOptions,
} from '../../signing-keys/load-signing-keys.ts'
import { publishedAfterUse, publishedBeforeUse } from '../../signing-keys/rotate-signing-keys.ts'

export interface RotateSigningKeysOptions extends SigningKeyOptions {
  /** Whether the new keys sign at once, instead of when every API has had the time to fetch them. */
  readonly atOnce: boolean
  /** Whether the old keys are no longer published, so that every token they signed is refused. */
  readonly distrust: boolean
  /** The signing algorithms in use. The others keep their keys, unless these are distrusted. */
  readonly used: ReadonlySet<SigningAlgorithm>
  readonly clock: () => number
}

export interface RotatedKeys {
  readonly keys: readonly { readonly id: string; readonly algorithm: KeyAlgorithm }[]
  readonly activeFrom: number
  readonly othersRemovedAt: number
  /** The algorithms that kept their keys. */
  readonly kept: readonly KeyAlgorithm[]
}

/**
 * Makes a new key for each algorithm in use. A running server publishes them within a second. Without `distrust` the old ones
 * stay published as long as their tokens last.
 * @throws WrongSecret if the secret is not the one that sealed the stored keys
 */
export async function rotateSigningKeys(options: RotateSigningKeysOptions): Promise<RotatedKeys> {
  await loadSigningKeys(options.clock(), options)
  const isKept = (name: KeyAlgorithm) => !options.distrust && isSigningAlgorithm(name) && !options.used.has(name)
  const made = await Promise.all(
    keyAlgorithms
      .filter((algorithm) => !isKept(algorithm))
      .map(async (algorithm) => ({ algorithm, ...(await addNewest(algorithm, options)) })),
  )
  return {
    keys: made.map(({ id, algorithm }) => ({ id, algorithm })),
    activeFrom: Math.max(...made.map((key) => key.activeFrom)),
    othersRemovedAt: Math.max(...made.map((key) => key.othersRemovedAt)),
    kept: keyAlgorithms.filter(isKept),
  }
}

/** Tries again until the key is newer than all others, whatever a running server adds meanwhile. */
async function addNewest(algorithm: KeyAlgorithm, options: RotateSigningKeysOptions): Promise<MadeKey> {
  const { store, atOnce, distrust, clock } = options
  for (;;) {
    const replaces = await store.newest(algorithm)
    // Read after the mark: the key before was stored by now.
    const now = clock()
    const activeFrom = now + (atOnce ? 0 : publishedBeforeUse)
    const rule = { algorithm, now, activeFrom, othersStay: publishedAfterUse, distrust, replaces }
    const key = await addSigningKey(rule, options)
    if (key !== undefined) return key
  }
}
