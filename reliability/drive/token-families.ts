import type { Deployment } from '../environment/deployment.ts'
import { authorize, type Browser } from './browser.ts'
import { createIdTokenCheck } from './id-tokens.ts'
import { describe, redeem, type Tokens, tokensOf } from './oauth.ts'
import { sideBySide } from './side-by-side.ts'

/** Gets this many token families of one user, half from each node; throws if a response has no valid ID token. */
export function beginLines(deployment: Deployment, browser: Browser, count: number): Promise<readonly Tokens[]> {
  const checkIdToken = createIdTokenCheck(deployment)
  return sideBySide(count, 16, async (index) => {
    const code = await authorize(browser, deployment.node(index))
    const answer = await redeem(deployment.node(index), code)
    const tokens = tokensOf(answer)
    if (tokens === undefined) throw new Error(`no tokens for a fresh code: ${describe(answer)}`)
    const fault = await checkIdToken(answer, code.nonce)
    if (fault !== undefined) throw new Error(fault)
    return tokens
  })
}
