import { rotateSigningKeys } from '../../management/signing-keys/rotate-signing-keys.ts'
import { usedAlgorithms } from '../../management/signing-keys/used-algorithms.ts'
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

/** Creates a new key for each algorithm in use. @throws WrongSecret, UsageError */
export async function rotateKeys({ now: atOnce = false, distrust = false, ...options }: RotateKeysOptions) {
  if (distrust && !atOnce)
    throw new UsageError('--distrust requires --now: if the old keys are not published, the new ones must sign at once')
  return withDatabase(options, 'refuse', async ({ database, provisioning, admin, now, secret }): Promise<Outcome> => {
    const keyOptions = { store: createSigningKeyStore(database, admin), secret: secret(), random }
    const used = usedAlgorithms(await provisioning.listApis(), await provisioning.listClients())
    const made = await rotateSigningKeys({ ...keyOptions, atOnce, distrust, used, clock: Date.now })
    const { activeFrom, othersRemovedAt, kept } = made
    const when = activeFrom < Date.now() + soon ? 'sign now' : `sign from ${toMoment(activeFrom, now)}`
    return {
      text: [
        ...made.keys.map(({ id, algorithm }) => `created ${algorithm} key ${id}`),
        `the new keys are published and ${when}`,
        distrust
          ? 'the old keys are no longer published: tokens signed with them are rejected'
          : `the old keys stay published until ${toMoment(othersRemovedAt, now)}, when their last token has expired`,
        ...kept.map((algorithm) => `kept the ${algorithm} key: no API or client uses this algorithm`),
      ].join('\n'),
      data: {
        keys: made.keys.map(({ id, algorithm }) => ({ kid: id, alg: algorithm })),
        active_from: toIso(activeFrom),
        others_removed_at: toIso(othersRemovedAt),
        kept,
      },
    }
  })
}

/** The time within which servers load a new key, in milliseconds. */
const soon = 1_000
