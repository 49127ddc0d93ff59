import type { Deployment } from '../environment/deployment.ts'
import { authorize, type Browser } from './browser.ts'
import { json } from './http.ts'
import { createIdTokenCheck } from './id-tokens.ts'
import { describe, machineToken, redeem, refresh, tokensOf } from './oauth.ts'
import { createRelyingParty } from './relying-party.ts'
import { allAtOnce } from './side-by-side.ts'
import { beginLines } from './token-families.ts'

/** What nodes of different versions did with one token, one code, one key set. */
export interface MixedAnswers {
  readonly faults: readonly string[]
  readonly forks: number
  readonly doubles: number
}

/** Gives nodes of different versions the same things at once: they must behave as one server. */
export async function askTogether(deployment: Deployment, browser: Browser, count: number): Promise<MixedAnswers> {
  const faults: string[] = []
  const forks = await refreshTogether(deployment, browser, count, faults)
  const doubles = await redeemTogether(deployment, browser, count, faults)
  for (const issuing of deployment.nodes) {
    const answer = await machineToken(issuing, 'jwt')
    const { access_token: token } = json(answer)
    for (const serving of deployment.nodes) {
      const wrong = await createRelyingParty(Date.now).check(serving, String(token))
      if (wrong !== undefined) faults.push(`a JWT of node ${issuing.port} with the keys of ${serving.port}: ${wrong}`)
    }
  }
  return { faults, forks, doubles }
}

/** Four tabs refresh with one token, two at each version: all are served with one successor, which works at both. */
async function refreshTogether(
  deployment: Deployment,
  browser: Browser,
  count: number,
  faults: string[],
): Promise<number> {
  const checkIdToken = createIdTokenCheck(deployment)
  let forks = 0
  for (const line of await beginLines(deployment, browser, count)) {
    const answers = await allAtOnce(4, (tab) => refresh(deployment.node(tab), line.refreshToken))
    const successors = new Set(answers.flatMap((answer) => tokensOf(answer)?.refreshToken ?? []))
    faults.push(...answers.filter(({ status }) => status !== 200).map((answer) => `a tab: ${describe(answer)}`))
    for (const answer of answers) {
      const fault = answer.status === 200 ? await checkIdToken(answer) : undefined
      if (fault !== undefined) faults.push(`a tab: ${fault}`)
    }
    if (successors.size > 1) forks++
    for (const node of deployment.nodes) {
      const answer = await refresh(node, [...successors][0] ?? '')
      if (answer.status !== 200) faults.push(`the successor at node ${node.port}: ${describe(answer)}`)
    }
  }
  if (forks > 0) faults.push(`${forks} lines forked between versions`)
  return forks
}

/** Four callers redeem one code, two at each version: one is served. */
async function redeemTogether(
  deployment: Deployment,
  browser: Browser,
  count: number,
  faults: string[],
): Promise<number> {
  const checkIdToken = createIdTokenCheck(deployment)
  let doubles = 0
  for (let index = 0; index < count; index++) {
    const code = await authorize(browser, deployment.node(index))
    const answers = await allAtOnce(4, (caller) => redeem(deployment.node(caller), code))
    const served = answers.filter(({ status }) => status === 200).length
    const others = answers.filter(({ status }) => status !== 200 && status !== 400)
    for (const answer of answers) {
      const fault = answer.status === 200 ? await checkIdToken(answer, code.nonce) : undefined
      if (fault !== undefined) faults.push(`a code: ${fault}`)
    }
    if (served > 1) doubles++
    if (served === 0 || others.length > 0) faults.push(`a code: ${answers.map(describe).join(' | ')}`)
  }
  if (doubles > 0) faults.push(`${doubles} codes were redeemed by both versions`)
  return doubles
}
