import { setTimeout as sleep } from 'node:timers/promises'
import type { Deployment } from '../environment/deployment.ts'
import { NoAnswer } from './http.ts'
import { createIdTokenCheck } from './id-tokens.ts'
import { describe, isActive, machineToken, refresh, tokensOf } from './oauth.ts'
import { sideBySide } from './side-by-side.ts'

/** A token family, with all responses that its client got. */
export interface Line {
  readonly id: number
  refreshToken: string
  /** The access tokens issued with the family. */
  readonly accessTokens: string[]
  /** When a response was first lost, so that it is not known whether the token was rotated. */
  unsureSince: number | undefined
}

/** Everything acknowledged with 200, which must hold after any crash. */
export interface Ledger {
  readonly live: Set<Line>
  readonly revoked: Line[]
  readonly machineTokens: string[]
}

/** Creates an empty ledger. */
export function createLedger(): Ledger {
  return { live: new Set(), revoked: [], machineTokens: [] }
}

/** How long a retry with a parent is served, less what a slow machine needs, in milliseconds. */
export const grace = 9_000

/** Whether the retry of a regular client that lost a response comes too late. */
export function isLate({ unsureSince }: Line): boolean {
  return unsureSince !== undefined && performance.now() - unsureSince > grace
}

/** What was checked, and the violations. */
export interface Check {
  readonly checked: { readonly lines: number; readonly accessTokens: number; readonly revoked: number }
  readonly faults: readonly string[]
}

/** Checks everything the nodes acknowledged: families continue with a valid ID token, access tokens are active, revoked tokens are inactive. */
export async function checkLedger(deployment: Deployment, ledger: Ledger): Promise<Check> {
  const faults: string[] = []
  const checkIdToken = createIdTokenCheck(deployment)
  const live = [...ledger.live].filter((line) => !isLate(line))
  const accessTokens = [...ledger.machineTokens, ...live.flatMap((line) => line.accessTokens)]
  await sideBySide(live.length, 8, async (index) => {
    const line = live[index]
    if (line === undefined) return
    const answer = await refresh(deployment.node(index), line.refreshToken)
    const tokens = tokensOf(answer)
    if (tokens === undefined) {
      faults.push(`line ${line.id} is lost: ${describe(answer)}`)
      ledger.live.delete(line)
      return
    }
    line.refreshToken = tokens.refreshToken
    line.unsureSince = undefined
    const fault = await checkIdToken(answer)
    if (fault !== undefined) faults.push(`line ${line.id}: ${fault}`)
  })
  await sideBySide(accessTokens.length, 8, async (index) => {
    if (!(await isActive(deployment.node(index), accessTokens[index] ?? ''))) faults.push('an access token is lost')
  })
  await sideBySide(ledger.revoked.length, 8, async (index) => {
    const line = ledger.revoked[index]
    if (line === undefined) return
    const answer = await refresh(deployment.node(index), line.refreshToken)
    if (answer.status !== 400) faults.push(`line ${line.id} was revoked and came back: ${describe(answer)}`)
    for (const token of line.accessTokens.slice(-3)) {
      if (await isActive(deployment.node(index), token)) faults.push(`a token of revoked line ${line.id} came back`)
    }
  })
  const checked = { lines: live.length, accessTokens: accessTokens.length, revoked: ledger.revoked.length }
  return { checked, faults }
}

/** Waits until every node writes to the database again; returns the milliseconds that took, or throws after `most`. */
export async function untilHealthy(deployment: Deployment, most = 20_000): Promise<number> {
  const began = performance.now()
  for (const node of deployment.nodes) {
    for (;;) {
      const status = await machineToken(node, 'opaque').then(
        (answer) => answer.status,
        (error) => (error instanceof NoAnswer ? 0 : Promise.reject(error)),
      )
      if (status === 200) break
      if (performance.now() - began > most) throw new Error(`a node is not healthy after ${most} ms: ${status}`)
      await sleep(20)
    }
  }
  return performance.now() - began
}
