import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { checkLedger, createLedger, untilHealthy } from '../drive/ledger.ts'
import { startLoad } from '../drive/load.ts'
import { people } from '../environment/setup.ts'

/** Nodes are killed at random under load. Everything acknowledged with 200 must hold after the restart (R5), and revoked tokens stay revoked (R6). */
export const aKilledNodeLosesNothing: Case = {
  id: 'R5',
  claim: 'kill -9 under load loses no acknowledged write, and nothing revoked becomes valid',
  engines: bothEngines,
  async run({ isLong, start }) {
    const rounds = isLong ? 200 : 2
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const all = createLedger()
    const figures = { kills: 0, answered: 0, lost: 0, refused: 0, idTokens: 0, lines: 0, accessTokens: 0, revoked: 0 }
    for (let round = 0; round < rounds; round++) {
      const load = startLoad(deployment, browser, { clients: 8 })
      await sleep(100 + Math.random() * 300)
      // Sometimes all nodes go at once, as when the machine's service manager does it.
      const victims =
        round % 4 === 1 ? deployment.nodes : [deployment.node(Math.floor(Math.random() * deployment.nodes.length))]
      await Promise.all(victims.map((node) => node.end('SIGKILL')))
      figures.kills += victims.length
      await Promise.all(victims.map((node) => node.start()))
      await load.stop()
      await untilHealthy(deployment)
      const { checked, faults: found } = await checkLedger(deployment, load.ledger)
      faults.push(...load.faults, ...found)
      for (const line of load.ledger.live) all.live.add({ ...line, accessTokens: line.accessTokens.slice(-1) })
      all.revoked.push(...load.ledger.revoked)
      for (const name of ['answered', 'lost', 'refused', 'idTokens'] as const) figures[name] += load.count[name]
      for (const name of ['lines', 'accessTokens', 'revoked'] as const) figures[name] += checked[name]
    }
    const { faults: found } = await checkLedger(deployment, all)
    return { figures, faults: [...faults, ...found.map((fault) => `at the end: ${fault}`)] }
  },
}
