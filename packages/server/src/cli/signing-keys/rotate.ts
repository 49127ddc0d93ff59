import type { SigningAlgorithm } from '../../oauth/ports.ts'
import { random } from '../../secrets/random.ts'
import {
  addSigningKey,
  loadSigningKeys,
  type MadeKey,
  type SigningKeyOptions,
  signingAlgorithms,
} from '../../signing-keys/load-signing-keys.ts'
import { publishedAfterUse, publishedBeforeUse } from '../../signing-keys/rotate-signing-keys.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toIso, toMoment } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

/** How keys are rotated. */
export interface RotateKeysOptions extends CommonOptions {
  readonly now?: boolean
  readonly distrust?: boolean
}

/**
 * Makes a new key for each algorithm. A running server publishes them within a second; they sign once relying parties
 * have had the time to fetch them, and the old ones stay published as long as their tokens last, unless they are
 * distrusted.
 * @throws WrongSecret, UsageError
 */
export async function rotateKeys({ now: atOnce, distrust = false, ...options }: RotateKeysOptions): Promise<Outcome> {
  if (distrust && !atOnce)
    throw new UsageError('--distrust needs --now: without the old keys the new ones have to sign')
  return withDatabase(options, 'refuse', async ({ database, admin, now, secret }) => {
    const keyOptions = { store: createSigningKeyStore(database, admin), secret: secret(), random }
    await loadSigningKeys(now, keyOptions)
    const rule = { wait: atOnce ? 0 : publishedBeforeUse, distrust }
    const made: (MadeKey & { readonly alg: string })[] = []
    for (const alg of signingAlgorithms) made.push({ alg, ...(await addKey(alg, rule, keyOptions)) })
    const activeFrom = Math.max(...made.map((key) => key.activeFrom))
    const othersRemovedAt = Math.max(...made.map((key) => key.othersRemovedAt))
    const when = activeFrom < Date.now() + soon ? 'sign now' : `sign from ${toMoment(activeFrom, now)}`
    return {
      text: [
        ...made.map(({ id, alg }) => `made ${alg} key ${id}`),
        `the new keys are published and ${when}`,
        distrust
          ? 'the old ones are no longer published: the tokens that they signed are refused'
          : `the old ones stay published until ${toMoment(othersRemovedAt, now)}, when their last token has ended`,
      ].join('\n'),
      data: {
        keys: made.map(({ id, alg }) => ({ kid: id, alg })),
        active_from: toIso(activeFrom),
        others_removed_at: toIso(othersRemovedAt),
      },
    }
  })
}

/** Within this time servers hear of a new key, in milliseconds. */
const soon = 1_000

interface Rule {
  readonly wait: number
  readonly distrust: boolean
}

/** Whoever types this wants a key that is newer than all others, whatever a running server does meanwhile. */
async function addKey(
  algorithm: SigningAlgorithm,
  { wait, distrust }: Rule,
  options: SigningKeyOptions,
): Promise<MadeKey> {
  for (;;) {
    const replaces = await options.store.newest(algorithm)
    // After the mark: where the key takes its place, the one before was stored by now.
    const now = Date.now()
    const rule = { algorithm, now, activeFrom: now + wait, othersStay: publishedAfterUse, distrust, replaces }
    const key = await addSigningKey(rule, options)
    if (key !== undefined) return key
  }
}
