import type { Deployment } from '../environment/deployment.ts'
import { authorize, type Browser } from './browser.ts'
import { describe, redeem, type Tokens, tokensOf } from './oauth.ts'
import { sideBySide } from './side-by-side.ts'

/** Gets this many token families of one user, half from each node. */
export function beginLines(deployment: Deployment, browser: Browser, count: number): Promise<readonly Tokens[]> {
  return sideBySide(count, 16, async (index) => {
    const answer = await redeem(deployment.node(index), await authorize(browser, deployment.node(index)))
    const tokens = tokensOf(answer)
    if (tokens === undefined) throw new Error(`no tokens for a fresh code: ${describe(answer)}`)
    return tokens
  })
}
