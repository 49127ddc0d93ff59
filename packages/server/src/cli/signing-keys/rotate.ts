import { rotateSigningKeys } from '../../management/signing-keys/rotate-signing-keys.ts'
import { random } from '../../secrets/random.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { type Outcome, toIso, toMoment } from '../output.ts'
import { UsageError } from '../refusals.ts'
import { withDatabase } from '../with-database.ts'

export interface RotateKeysOptions extends CommonOptions {
  readonly now?: boolean
  readonly distrust?: boolean
}

/** Makes a new signing key for each algorithm. @throws WrongSecret, UsageError */
export async function rotateKeys({ now: atOnce = false, distrust = false, ...options }: RotateKeysOptions) {
  if (distrust && !atOnce)
    throw new UsageError('--distrust needs --now: without the old keys the new ones have to sign')
  return withDatabase(options, 'refuse', async ({ database, admin, now, secret }): Promise<Outcome> => {
    const keyOptions = { store: createSigningKeyStore(database, admin), secret: secret(), random }
    const made = await rotateSigningKeys({ ...keyOptions, atOnce, distrust, clock: Date.now })
    const { activeFrom, othersRemovedAt } = made
    const when = activeFrom < Date.now() + soon ? 'sign now' : `sign from ${toMoment(activeFrom, now)}`
    return {
      text: [
        ...made.keys.map(({ id, algorithm }) => `made ${algorithm} key ${id}`),
        `the new keys are published and ${when}`,
        distrust
          ? 'the old ones are no longer published: the tokens that they signed are refused'
          : `the old ones stay published until ${toMoment(othersRemovedAt, now)}, when their last token has expired`,
      ].join('\n'),
      data: {
        keys: made.keys.map(({ id, algorithm }) => ({ kid: id, alg: algorithm })),
        active_from: toIso(activeFrom),
        others_removed_at: toIso(othersRemovedAt),
      },
    }
  })
}

/** Within this time servers read a new key, in milliseconds. */
const soon = 1_000
