import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { checkLedger, createLedger, untilHealthy } from '../drive/ledger.ts'
import { startLoad } from '../drive/load.ts'
import { people } from '../environment/setup.ts'

/** PostgreSQL crashes while it works: it recovers from its log, and the nodes find it again by themselves. */
export const aCrashedDatabaseLosesNothing: Case = {
  id: 'R7',
  claim: 'a crash of PostgreSQL under load loses no acknowledged write, and the nodes recover by themselves',
  engines: ['postgres'],
  async run({ isLong, start }) {
    const rounds = isLong ? 50 : 1
    const deployment = await start()
    const cluster = deployment.cluster()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const all = createLedger()
    const figures = { crashes: 0, answered: 0, refused: 0, lost: 0, lines: 0, accessTokens: 0, revoked: 0 }
    for (let round = 0; round < rounds; round++) {
      const load = startLoad(deployment, browser, { clients: 8 })
      await sleep(200 + Math.random() * 300)
      await cluster.stop('immediate')
      figures.crashes++
      await sleep(300)
      await cluster.start()
      await untilHealthy(deployment)
      await load.stop()
      const { checked, faults: found } = await checkLedger(deployment, load.ledger)
      faults.push(...load.faults, ...found)
      for (const line of load.ledger.live) all.live.add({ ...line, accessTokens: line.accessTokens.slice(-1) })
      all.revoked.push(...load.ledger.revoked)
      for (const name of ['answered', 'lost', 'refused'] as const) figures[name] += load.count[name]
      for (const name of ['lines', 'accessTokens', 'revoked'] as const) figures[name] += checked[name]
    }
    const { faults: found } = await checkLedger(deployment, all)
    return { figures, faults: [...faults, ...found.map((fault) => `at the end: ${fault}`)] }
  },
}
