import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { checkLedger } from '../drive/ledger.ts'
import { type Event, startLoad } from '../drive/load.ts'
import { people } from '../environment/setup.ts'

/** One node after the other gets SIGTERM and is started again, as in an upgrade, while clients keep their connections. */
export const aStoppingNodeDropsNothing: Case = {
  id: 'R15',
  claim: 'SIGTERM under load drops no open request, and the node exits with 0',
  engines: bothEngines,
  async run({ isLong, start }) {
    const rounds = isLong ? 50 : 2
    const deployment = await start()
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const figures = {
      stops: 0,
      answered: 0,
      'dropped in progress': 0,
      'refused after the signal': 0,
      'broken after the signal': 0,
    }
    const stops: number[] = []
    for (let round = 0; round < rounds; round++) {
      const events: Event[] = []
      let there = deployment.nodes.map((_, index) => index)
      const load = startLoad(deployment, browser, {
        clients: 12,
        onEvent: (event) => events.push(event),
        nodes: () => there,
      })
      await sleep(200 + Math.random() * 200)
      const victim = round % deployment.nodes.length
      const signaled = performance.now()
      const ending = deployment.node(victim).end('SIGTERM')
      // A balancer learns of it at once in one round, and a moment later in the next.
      if (round % 2 === 1) await sleep(50)
      there = there.filter((index) => index !== victim)
      const code = await ending
      stops.push(performance.now() - signaled)
      await load.stop()
      if (code !== 0) faults.push(`round ${round}: the node ended with ${code}`)
      const lost = events.filter(({ answer }) => answer === undefined)
      const dropped = lost.filter(({ sentAt, wasSent }) => wasSent && sentAt <= signaled)
      figures['dropped in progress'] += dropped.length
      const refused = lost.filter(({ wasSent }) => !wasSent).length
      figures['refused after the signal'] += refused
      figures['broken after the signal'] += lost.length - dropped.length - refused
      for (const { act } of dropped) faults.push(`round ${round}: a request to ${act} was dropped`)
      await deployment.node(victim).start()
      const { faults: found } = await checkLedger(deployment, load.ledger)
      faults.push(...load.faults, ...found)
      figures.stops++
      figures.answered += load.count.answered
    }
    return { figures: { ...figures, 'longest stop': `${Math.round(Math.max(...stops))} ms` }, faults }
  },
}
