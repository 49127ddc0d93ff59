import { addSigningKey, loadSigningKeys, signingAlgorithms } from '../../maintenance/signing-keys.ts'
import { jwksMaxAge } from '../../oauth/endpoints/jwks.ts'
import { random } from '../../random.ts'
import { createSigningKeyStore } from '../../storage/stores/signing-keys.ts'
import type { CommonOptions } from '../command.ts'
import { type Ground, withGround } from '../open-ground.ts'
import { type Outcome, toMoment } from '../outcome.ts'

/** How keys are rotated. */
export interface RotateKeysOptions extends CommonOptions {
  readonly now?: boolean
}

/** What clocks may differ by, in seconds. */
const skew = 60

/** The longest that a configuration may let an access token last, in seconds. */
const longestLifetime = 86_400

/**
 * Makes a new key for each algorithm. A running server publishes them within a second; they sign once relying parties
 * have had the time to fetch them, and the old ones stay published as long as their tokens last.
 * @throws WrongSecret
 */
export async function rotateKeys(options: RotateKeysOptions): Promise<Outcome> {
  return withGround(options, 'refuse', async (ground) => {
    const { database, admin, now } = ground
    const keyOptions = { store: createSigningKeyStore(database, admin), secret: ground.secret(), random }
    await loadSigningKeys(now, keyOptions)
    const activeFrom = options.now ? now : now + jwksMaxAge * 1000
    const othersRemovedAt = activeFrom + ((await longestTokenSeconds(ground, options)) + skew) * 1000
    const made: { readonly kid: string; readonly alg: string }[] = []
    for (const algorithm of signingAlgorithms) {
      made.push({
        kid: await addSigningKey({ algorithm, now, activeFrom, othersRemovedAt }, keyOptions),
        alg: algorithm,
      })
    }
    const when = options.now ? 'sign now' : `sign from ${toMoment(activeFrom, now)}`
    return {
      text: [
        ...made.map(({ kid, alg }) => `made ${alg} key ${kid}`),
        `the new keys are published and ${when}`,
        `the old ones stay published until ${toMoment(othersRemovedAt, now)}, when their last token has ended`,
      ].join('\n'),
      data: { keys: made, active_from: activeFrom, others_removed_at: othersRemovedAt },
    }
  })
}

/** Without the file nobody knows what the running server was told, so the longest that it may have been told counts. */
async function longestTokenSeconds({ config, provisioning }: Ground, { config: file }: CommonOptions): Promise<number> {
  if (file === undefined) return longestLifetime
  const apis = (await provisioning.listApis()).map(({ api }) => api.accessTokenLifetime ?? 0)
  return Math.max(config.lifetimes.accessToken, ...apis)
}
