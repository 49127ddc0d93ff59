import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { authorize, type Browser, signIn } from '../drive/browser.ts'
import { type Answer, json, NoAnswer } from '../drive/http.ts'
import { claimsOf } from '../drive/id-tokens.ts'
import { untilHealthy } from '../drive/ledger.ts'
import { type LogoutReceiver, startLogoutReceiver } from '../drive/logout-receiver.ts'
import { describe, redeem } from '../drive/oauth.ts'
import { createRelyingParty } from '../drive/relying-party.ts'
import { sideBySide } from '../drive/side-by-side.ts'
import type { Deployment } from '../environment/deployment.ts'
import { runSql } from '../environment/run-sql.ts'
import { clients, people } from '../environment/setup.ts'

/** How long the client takes to respond to a logout token, in milliseconds. */
const delay = 150

/** How long a delivery may take once the nodes are up, in milliseconds. */
const most = 60_000

/** How long the delivery of a killed node is not repeated, in milliseconds. */
const lease = 15_000

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'

/** A session in which the client got an ID token. */
interface Session {
  readonly browser: Browser
  readonly idToken: string
  readonly sid: string
}

/** All nodes are killed again and again while users log out and logout tokens are being delivered; some users stay. */
export const aKilledNodeLosesNoLogout: Case = {
  id: 'R22',
  claim: 'kill -9 during logouts loses no logout token, and sessions that stay get none',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [rounds, ended, stayed, kills] = isLong ? [10, 30, 6, 3] : [1, 8, 2, 2]
    const receiver = await startLogoutReceiver(delay)
    try {
      const deployment = await start({ backChannelLogoutUri: receiver.uri })
      const faults: string[] = []
      const figures = { logouts: 0, stayed: 0, kills: 0, delivered: 0, 'cut by a kill': 0 }
      let longest = 0
      for (let round = 0; round < rounds; round++) {
        const before = receiver.tokens.length
        const sessions = await sideBySide(ended + stayed, 2, (index) => beginSession(deployment, index))
        const [leaving, staying] = [sessions.slice(0, ended), sessions.slice(ended)]
        // Fewer lanes than sessions: the first kill comes while others log out.
        const loggingOut = sideBySide(ended, 4, (index) => logOut(deployment, leaving[index], index))
        loggingOut.catch(() => undefined)
        for (let kill = 0; kill < kills; kill++) {
          await killDuringDelivery(deployment, receiver, kill === 0)
          figures.kills += deployment.nodes.length
        }
        await loggingOut
        await untilHealthy(deployment)
        const began = performance.now()
        // Instead of waiting for the leases of the killed nodes; the long form waits.
        if (!isLong) runSql(deployment, `update logout_delivery set due_at = due_at - ${lease} where due_at > 0`)
        const delivered = () => new Set(receiver.tokens.slice(before).map((token) => claimsOf(token).sid))
        const isMissing = ({ sid }: Session) => !delivered().has(sid)
        while (leaving.some(isMissing) && performance.now() - began < most) await sleep(50)
        longest = Math.max(longest, performance.now() - began)
        const lost = leaving.filter(isMissing).length
        if (lost > 0) faults.push(`round ${round}: ${lost} of ${ended} logouts were not delivered in ${most} ms`)
        faults.push(...(await findWrongTokens(deployment, receiver.tokens.slice(before))))
        for (const { sid, browser } of staying) {
          if (delivered().has(sid)) faults.push(`round ${round}: a session that stayed was logged out at the client`)
          // Gives no code if the session is gone.
          await authorize(browser, deployment.node(round))
        }
        figures.logouts += ended
        figures.stayed += stayed
      }
      figures.delivered = receiver.tokens.length
      figures['cut by a kill'] = receiver.cut
      if (receiver.cut === 0) faults.push('no delivery was cut by a kill')
      return { figures: { ...figures, 'longest wait': `${Math.round(longest / 100) / 10} s` }, faults }
    } finally {
      receiver.close()
    }
  },
}

async function beginSession(deployment: Deployment, index: number): Promise<Session> {
  const person = people[index % people.length]
  if (person === undefined) throw new Error('there is nobody to sign in')
  const node = deployment.node(index)
  const browser = await signIn(node, person)
  const answer = await redeem(node, await authorize(browser, node))
  const { id_token: idToken } = json(answer)
  if (typeof idToken !== 'string') throw new Error(`no ID token: ${describe(answer)}`)
  return { browser, idToken, sid: String(claimsOf(idToken).sid) }
}

/** Logs out by way of the client, and repeats it until a node responds. */
async function logOut(deployment: Deployment, session: Session | undefined, index: number): Promise<void> {
  if (session === undefined) return
  const path = `/logout?${new URLSearchParams({ id_token_hint: session.idToken })}`
  for (let attempt = index, end = performance.now() + most; ; attempt++) {
    const answer: Answer | undefined = await session.browser.get(deployment.node(attempt), path).catch((error) => {
      if (error instanceof NoAnswer && performance.now() < end) return undefined
      throw error
    })
    if (answer !== undefined && answer.status !== 503) {
      if (answer.status < 400) return
      throw new Error(`a logout: ${describe(answer)}`)
    }
    await sleep(20)
  }
}

/**
 * Kills all nodes while the client has received a logout token and not responded yet, or has just responded unless
 * `isCut`, and starts them again.
 */
async function killDuringDelivery(deployment: Deployment, receiver: LogoutReceiver, isCut: boolean): Promise<void> {
  const release = isCut ? receiver.hold() : () => undefined
  for (const end = performance.now() + most; receiver.open === 0; await sleep(5)) {
    if (performance.now() > end) throw new Error(`no logout token came within ${most} ms`)
  }
  await sleep(Math.random() * (delay / 2))
  await Promise.all(deployment.nodes.map((node) => node.end('SIGKILL')))
  release()
  await Promise.all(deployment.nodes.map((node) => node.start()))
}

/** Verifies logout tokens as the client must (OIDC Back-Channel Logout §2.6). */
async function findWrongTokens(deployment: Deployment, tokens: readonly string[]): Promise<readonly string[]> {
  const party = createRelyingParty(Date.now)
  const faults: string[] = []
  for (const token of tokens) {
    const { iss, aud, events } = claimsOf(token)
    const hasEvent = typeof events === 'object' && events !== null && logoutEvent in events
    const isRight = iss === deployment.issuer && aud === clients.web.id && hasEvent
    const fault = (await party.check(deployment.node(0), token)) ?? (isRight ? undefined : 'a claim is wrong')
    if (fault !== undefined) faults.push(`a logout token: ${fault}`)
  }
  return faults
}
