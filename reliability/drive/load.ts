import { setTimeout as sleep } from 'node:timers/promises'
import type { Deployment } from '../environment/deployment.ts'
import type { ServerNode } from '../environment/server-node.ts'
import { authorizationRequest, type Browser, codeOf } from './browser.ts'
import { type Answer, json, NoAnswer } from './http.ts'
import { createIdTokenCheck } from './id-tokens.ts'
import { createLedger, isLate, type Ledger, type Line } from './ledger.ts'
import { describe, introspect, machineToken, redeem, refresh, revoke, tokensOf } from './oauth.ts'

/** A request to a node and its outcome. */
export interface Event {
  readonly act: 'authorize' | 'redeem' | 'refresh' | 'revoke' | 'machine' | 'introspect'
  readonly node: number
  /** When it was sent, by `performance.now()`. */
  readonly sentAt: number
  /** Undefined if no whole response came. */
  readonly answer: Answer | undefined
  /** Whether the node may have got the request, though no response came. */
  readonly wasSent: boolean
}

/** Regular clients that use all nodes and retry requests without a response. */
export interface Load {
  readonly ledger: Ledger
  readonly faults: string[]
  readonly count: { sent: number; answered: number; refused: number; lost: number; idTokens: number }
  /** Stops every client after its current operation. */
  stop(): Promise<void>
}

/** Starts `clients` clients that keep asking random nodes for codes, tokens, refreshes and revocations. */
export function startLoad(
  deployment: Deployment,
  browser: Browser,
  options: {
    readonly clients: number
    readonly onEvent?: (event: Event) => void
    readonly nodes?: () => readonly number[]
    /** The API asks about the tokens, too. */
    readonly introspects?: boolean
    /** The most requests in a second, of all clients together; as many as they can if it is not given. */
    readonly rate?: number
  },
): Load {
  const load: Load = {
    ledger: createLedger(),
    faults: [],
    count: { sent: 0, answered: 0, refused: 0, lost: 0, idTokens: 0 },
    stop,
  }
  const { ledger, faults, count } = load
  const checkIdToken = createIdTokenCheck(deployment)
  let isStopped = false
  let lines = 0
  let nextAt = 0
  const workers = Array.from({ length: options.clients }, work)

  async function stop(): Promise<void> {
    isStopped = true
    await Promise.all(workers)
  }

  /** Sends a request to a node that should be up; undefined for no response or 503, which are allowed during a failure. */
  async function ask(act: Event['act'], send: (node: ServerNode) => Promise<Answer>): Promise<Answer | undefined> {
    await turn()
    const there = options.nodes?.() ?? deployment.nodes.map((_, index) => index)
    const node = there[Math.floor(Math.random() * there.length)] ?? 0
    const sentAt = performance.now()
    count.sent++
    try {
      const answer = await send(deployment.node(node))
      options.onEvent?.({ act, node, sentAt, answer, wasSent: true })
      if (answer.status === 503) {
        count.refused++
        await sleep(20)
        return undefined
      }
      count.answered++
      return answer
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      options.onEvent?.({ act, node, sentAt, answer: undefined, wasSent: error.wasSent })
      count.lost++
      await sleep(20)
      return undefined
    }
  }

  /** Waits for a place in the rate. */
  async function turn(): Promise<void> {
    if (options.rate === undefined) return
    const now = performance.now()
    const at = Math.max(now, nextAt)
    nextAt = at + 1000 / options.rate
    if (at > now) await sleep(at - now)
  }

  async function work(): Promise<void> {
    let line: Line | undefined
    while (!isStopped) {
      const dice = Math.random()
      if (line === undefined || dice < 0.1) line = await beginLine()
      else if (dice < 0.2) line = await revokeLine(line)
      else if (dice < 0.3) await askForMachine()
      else if (options.introspects === true && dice < 0.5) await askAbout(line)
      else line = await refreshLine(line)
    }
  }

  async function beginLine(): Promise<Line | undefined> {
    const { path, verifier, nonce } = authorizationRequest()
    const redirect = await ask('authorize', (node) => browser.get(node, path))
    if (redirect === undefined) return undefined
    const code = codeOf(redirect)
    if (code === undefined) return void faults.push(`authorize: ${describe(redirect)}`)
    const answer = await ask('redeem', (node) => redeem(node, { code, verifier }))
    if (answer === undefined) return undefined
    const tokens = tokensOf(answer)
    if (tokens === undefined) return void faults.push(`redeem: ${describe(answer)}`)
    await expectIdToken(answer, nonce)
    const { refreshToken, accessToken } = tokens
    const line = { id: lines++, refreshToken, accessTokens: [accessToken], unsureSince: undefined }
    ledger.live.add(line)
    return line
  }

  async function refreshLine(line: Line): Promise<Line | undefined> {
    const answer = await ask('refresh', (node) => refresh(node, line.refreshToken))
    if (answer === undefined) {
      line.unsureSince ??= performance.now()
      return line
    }
    const tokens = tokensOf(answer)
    if (tokens === undefined) {
      ledger.live.delete(line)
      // A retry that comes too late is rejected, and the app must ask the user again (RFC 9700 §4.14.2).
      return isLate(line) ? undefined : void faults.push(`refresh of line ${line.id}: ${describe(answer)}`)
    }
    line.refreshToken = tokens.refreshToken
    line.unsureSince = undefined
    line.accessTokens.push(tokens.accessToken)
    await expectIdToken(answer)
    return line
  }

  async function expectIdToken(answer: Answer, nonce?: string): Promise<void> {
    const fault = await checkIdToken(answer, nonce)
    if (fault !== undefined) faults.push(fault)
    else count.idTokens++
  }

  /** A revocation without a response may have happened or not: this family is no longer checked. */
  async function revokeLine(line: Line): Promise<undefined> {
    ledger.live.delete(line)
    const answer = await ask('revoke', (node) => revoke(node, line.refreshToken))
    if (answer?.status === 200) ledger.revoked.push(line)
    else if (answer !== undefined) faults.push(`revoke: ${describe(answer)}`)
  }

  async function askForMachine(): Promise<void> {
    const answer = await ask('machine', (node) => machineToken(node, 'opaque'))
    if (answer === undefined) return
    const token = /"access_token":"([^"]+)"/.exec(answer.text)?.[1]
    if (answer.status === 200 && token !== undefined) ledger.machineTokens.push(token)
    else faults.push(`client_credentials: ${describe(answer)}`)
  }

  /** Only this client uses its token family, so its tokens are valid. */
  async function askAbout(line: Line): Promise<void> {
    const answer = await ask('introspect', (node) => introspect(node, line.accessTokens.at(-1) ?? ''))
    if (answer === undefined || (answer.status === 200 && json(answer).active === true)) return
    faults.push(`introspection of a token of line ${line.id}: ${describe(answer)}`)
  }

  return load
}
