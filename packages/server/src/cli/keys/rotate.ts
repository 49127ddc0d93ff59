import { publishedAfterUse, publishedBeforeUse } from '../../maintenance/rotate-signing-keys.ts'
import {
  addSigningKey,
  loadSigningKeys,
  type SigningKeyOptions,
  signingAlgorithms,
} from '../../maintenance/signing-keys.ts'
import type { SigningAlgorithm } from '../../oauth/ports.ts'
import { random } from '../../random.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { withGround } from '../open-ground.ts'
import { type Outcome, toMoment } from '../outcome.ts'
import { UsageError } from '../refusals.ts'

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
  return withGround(options, 'refuse', async ({ database, admin, now, secret }) => {
    const keyOptions = { store: createSigningKeyStore(database, admin), secret: secret(), random }
    await loadSigningKeys(now, keyOptions)
    const activeFrom = atOnce ? now : now + publishedBeforeUse
    const othersRemovedAt = distrust ? now : activeFrom + publishedAfterUse
    const made: { readonly kid: string; readonly alg: string }[] = []
    for (const algorithm of signingAlgorithms) {
      const kid = await addKey(algorithm, { now, activeFrom, othersRemovedAt, distrust }, keyOptions)
      made.push({ kid, alg: algorithm })
    }
    const when = atOnce ? 'sign now' : `sign from ${toMoment(activeFrom, now)}`
    return {
      text: [
        ...made.map(({ kid, alg }) => `made ${alg} key ${kid}`),
        `the new keys are published and ${when}`,
        distrust
          ? 'the old ones are no longer published: the tokens that they signed are refused'
          : `the old ones stay published until ${toMoment(othersRemovedAt, now)}, when their last token has ended`,
      ].join('\n'),
      data: { keys: made, active_from: activeFrom, others_removed_at: othersRemovedAt },
    }
  })
}

interface Moments {
  readonly now: number
  readonly activeFrom: number
  readonly othersRemovedAt: number
  readonly distrust: boolean
}

/** Whoever types this wants a key that is newer than all others, whatever a running server does meanwhile. */
async function addKey(algorithm: SigningAlgorithm, moments: Moments, options: SigningKeyOptions): Promise<string> {
  for (;;) {
    const replaces = await options.store.newest(algorithm)
    const kid = await addSigningKey({ algorithm, ...moments, replaces }, options)
    if (kid !== undefined) return kid
  }
}
