import { bothEngines, type Case } from '../case.ts'
import { authorize, signIn } from '../drive/browser.ts'
import { createIdTokenCheck } from '../drive/id-tokens.ts'
import { describe, isActive, redeem, tokensOf } from '../drive/oauth.ts'
import { allAtOnce, sideBySide } from '../drive/side-by-side.ts'
import { people } from '../environment/setup.ts'

/** Many callers race with each code against two nodes; a replay also revokes the tokens of the code (RFC 6749 §4.1.2). */
export const aCodeIsRedeemedOnce: Case = {
  id: 'R1',
  claim: 'a code is redeemed once, however many callers race against two nodes',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [codes, callers] = isLong ? [1000, 50] : [8, 20]
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const checkIdToken = createIdTokenCheck(deployment)
    let [redeemed, idTokens] = [0, 0]
    await sideBySide(codes, 2, async (index) => {
      const code = await authorize(browser, deployment.node(index))
      const answers = await allAtOnce(callers, (caller) => redeem(deployment.node(caller), code))
      const tokens = answers.flatMap((answer) => tokensOf(answer) ?? [])
      redeemed += tokens.length
      if (tokens.length !== 1) faults.push(`code ${index} was redeemed ${tokens.length} times`)
      const odd = answers.find(({ status }) => status !== 200 && status !== 400)
      if (odd !== undefined) faults.push(`code ${index}: ${describe(odd)}`)
      for (const answer of answers.filter(({ status }) => status === 200)) {
        const fault = await checkIdToken(answer, code.nonce)
        if (fault === undefined) idTokens++
        else faults.push(`code ${index}: ${fault}`)
      }
      for (const { accessToken } of tokens) {
        if (await isActive(deployment.node(index + 1), accessToken))
          faults.push(`code ${index} was replayed and its token lives`)
      }
    })
    return { figures: { codes, callers, requests: codes * callers, redeemed, 'ID tokens': idTokens }, faults }
  },
}
