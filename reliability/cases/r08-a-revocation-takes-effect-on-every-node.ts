import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { isActive, revoke } from '../drive/oauth.ts'
import { sideBySide } from '../drive/side-by-side.ts'
import { percentile, times } from '../drive/statistics.ts'
import { beginLines } from '../drive/token-families.ts'
import { people } from '../environment/setup.ts'

/** A token is revoked at one node; an API introspects it at the other until it is inactive. */
export const aRevocationTakesEffectOnEveryNode: Case = {
  id: 'R8',
  claim: 'a revocation on one node takes effect on the other: p99 within 100 ms, always within 1 s',
  engines: bothEngines,
  async run({ isLong, start }) {
    const tokens = isLong ? 2000 : 40
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const delays: number[] = []
    const lines = await beginLines(deployment, browser, tokens)
    await sideBySide(tokens, 4, async (index) => {
      const line = lines[index]
      if (line === undefined) return
      const [here, there] = [deployment.node(index), deployment.node(index + 1)]
      if (!(await isActive(there, line.accessToken))) faults.push(`token ${index} is dead before it was revoked`)
      const answer = await revoke(here, index % 2 === 0 ? line.refreshToken : line.accessToken)
      const revokedAt = performance.now()
      if (answer.status !== 200) faults.push(`revocation ${index} answered ${answer.status}`)
      while (await isActive(there, line.accessToken)) {
        if (performance.now() - revokedAt < 5000) continue
        faults.push(`token ${index} lives 5 s after it was revoked`)
        break
      }
      delays.push(performance.now() - revokedAt)
    })
    // The short form may share the machine with whatever else is tested.
    const [most, longest] = isLong ? [100, 1000] : [1000, 3000]
    if (percentile(delays, 0.99) > most) faults.push(`p99 is above ${most} ms`)
    if (Math.max(...delays) > longest) faults.push(`the longest is above ${longest} ms`)
    return { figures: { revocations: tokens, ...times('answer to seen dead', delays) }, faults }
  },
}
