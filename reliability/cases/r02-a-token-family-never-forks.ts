import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { createIdTokenCheck } from '../drive/id-tokens.ts'
import { describe, refresh, tokensOf } from '../drive/oauth.ts'
import { allAtOnce, sideBySide } from '../drive/side-by-side.ts'
import { beginLines } from '../drive/token-families.ts'
import { people } from '../environment/setup.ts'

/** Tabs of one regular client refresh at once with one token: all are served, with one and the same successor. */
export const aTokenFamilyNeverForks: Case = {
  id: 'R2',
  claim: 'a token family never forks, and tabs that refresh concurrently are never logged out',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [families, callers, generations] = isLong ? [1000, 20, 2] : [8, 20, 2]
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const lines = await beginLines(deployment, browser, families)
    const faults: string[] = []
    const checkIdToken = createIdTokenCheck(deployment)
    let [served, idTokens] = [0, 0]
    await sideBySide(families, 2, async (index) => {
      let current = lines[index]?.refreshToken ?? ''
      for (let generation = 1; generation <= generations; generation++) {
        const answers = await allAtOnce(callers, (caller) => refresh(deployment.node(caller), current))
        const successors = new Set(answers.flatMap((answer) => tokensOf(answer)?.refreshToken ?? []))
        const refused = answers.filter((answer) => tokensOf(answer) === undefined)
        served += answers.length - refused.length
        for (const answer of refused.slice(0, 1))
          faults.push(`family ${index}, generation ${generation}: ${describe(answer)}`)
        for (const answer of answers.filter(({ status }) => status === 200)) {
          const fault = await checkIdToken(answer)
          if (fault === undefined) idTokens++
          else faults.push(`family ${index}, generation ${generation}: ${fault}`)
        }
        if (successors.size > 1) faults.push(`family ${index} forked into ${successors.size}`)
        ;[current = current] = successors
      }
      const last = await refresh(deployment.node(index), current)
      if (last.status !== 200) faults.push(`family ${index} does not go on: ${describe(last)}`)
    })
    const requests = families * callers * generations
    return { figures: { families, callers, generations, requests, served, 'ID tokens': idTokens }, faults }
  },
}
