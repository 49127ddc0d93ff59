import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { send } from '../drive/http.ts'
import { type Event, startLoad } from '../drive/load.ts'
import { describe } from '../drive/oauth.ts'
import { type Clock, createClock, missingClock } from '../environment/clock.ts'
import type { ServerNode } from '../environment/server-node.ts'
import { people } from '../environment/setup.ts'

/** The clock of the second node is ahead, behind, and jumps, while clients are served by both. */
export const aWrongClockBreaksNothing: Case = {
  id: 'R13',
  claim:
    'a node whose clock is off gives no 5xx, within 10 s nobody notices, and past a minute it says that it is not ready',
  engines: bothEngines,
  missing: missingClock,
  async run({ engine, isLong, start }) {
    const milliseconds = isLong ? 5_000 : 250
    const clocks = new Map<number, Clock>()
    const env = (node: number, folder: string) => {
      const clock = createClock(folder, String(node))
      clocks.set(node, clock)
      return clock.env
    }
    const deployment = await start({ env })
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const faults: string[] = []
    const figures: Record<string, string> = {}
    for (const ahead of [5, -5, 9, -9, 59, -59, 300, 0, -300, 0]) {
      clocks.get(1)?.set(ahead)
      // SQLite has no clock but the node's own, so that there is nothing to compare it with.
      const readiness = await untilReady(deployment.node(1), engine === 'sqlite' || Math.abs(ahead) <= 60)
      if (readiness !== undefined) faults.push(`${ahead} s: wrong about being ready: ${readiness}`)
      const events: Event[] = []
      const load = startLoad(deployment, browser, { clients: 4, onEvent: (event) => events.push(event) })
      await sleep(milliseconds)
      await load.stop()
      const broken = events.filter(({ answer }) => answer === undefined || answer.status >= 500).length
      if (broken > 0) faults.push(`${ahead} s: ${broken} answers of 5xx or none`)
      // Far apart, a code of one node may have expired at the other, which is refused and not served wrongly.
      if (Math.abs(ahead) < 10) faults.push(...load.faults.map((fault) => `${ahead} s: ${fault}`))
      figures[`second node ${ahead} s ahead`] =
        `${load.count.answered} answered, ${broken} broken, ${load.faults.length} refused`
    }
    return { figures, faults }
  },
}

/** Readiness is checked every few seconds; returns its message if it stays wrong. */
async function untilReady(node: ServerNode, expected: boolean): Promise<string | undefined> {
  for (const end = performance.now() + 6_000; ; await sleep(100)) {
    const answer = await send(node, { path: '/readyz?verbose' })
    if ((answer.status === 200) === expected) return undefined
    if (performance.now() > end) return describe(answer)
  }
}
