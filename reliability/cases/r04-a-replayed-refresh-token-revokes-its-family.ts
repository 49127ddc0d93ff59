import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { describe, isActive, refresh, tokensOf } from '../drive/oauth.ts'
import { sideBySide } from '../drive/side-by-side.ts'
import { times } from '../drive/statistics.ts'
import { beginLines } from '../drive/token-families.ts'
import { people } from '../environment/setup.ts'

const generations = 5
const graceMs = 10_000

/** Every used generation is replayed by a thief: the whole family is revoked on both nodes at once (RFC 9700 §4.14.2). */
export const aReplayedRefreshTokenRevokesItsFamily: Case = {
  id: 'R4',
  claim: 'a replayed refresh token of any generation revokes its family on every node',
  engines: bothEngines,
  async run({ isLong, start }) {
    const perGeneration = isLong ? 100 : 2
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const delays: number[] = []
    let dead = 0

    /** The parent of a token that was never used is only a retry until the grace period is over. */
    const replayable = isLong ? generations : generations - 1
    const families = perGeneration * replayable
    const begun = await beginLines(deployment, browser, families)
    const lines = await sideBySide(families, 16, async (index) => {
      const line = begun.slice(index, index + 1)
      while (line.length <= generations) {
        const answer = await refresh(deployment.node(index), line.at(-1)?.refreshToken ?? '')
        const tokens = tokensOf(answer)
        if (tokens === undefined) throw new Error(`family ${index} does not go on: ${describe(answer)}`)
        line.push(tokens)
      }
      return line
    })
    if (isLong) await new Promise((resolve) => setTimeout(resolve, graceMs))
    await sideBySide(families, 4, async (index) => {
      const line = lines[index] ?? []
      const generation = index % replayable
      const replayed = await refresh(deployment.node(index), line[generation]?.refreshToken ?? '')
      const replayedAt = performance.now()
      if (replayed.status !== 400) faults.push(`generation ${generation} was replayed: ${describe(replayed)}`)
      const newest = line.at(-1)
      const after = await refresh(deployment.node(index + 1), newest?.refreshToken ?? '')
      const lives = await sideBySide(line.length, 8, (token) =>
        isActive(deployment.node(index + 1), line[token]?.accessToken ?? ''),
      )
      if (after.status === 400 && !lives.includes(true)) {
        dead++
        delays.push(performance.now() - replayedAt)
      } else faults.push(`generation ${generation} was replayed and its line lives: ${describe(after)}`)
    })
    return { figures: { families, generations: replayable, dead, ...times('replay to all seen dead', delays) }, faults }
  },
}
