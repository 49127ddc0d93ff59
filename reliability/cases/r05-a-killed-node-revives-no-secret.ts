import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { type Answer, NoAnswer } from '../drive/http.ts'
import { checkLedger, untilHealthy } from '../drive/ledger.ts'
import { startLoad } from '../drive/load.ts'
import { startMailReceiver } from '../drive/mail-receiver.ts'
import { sideBySide } from '../drive/side-by-side.ts'
import { people } from '../environment/setup.ts'
import { checkAfterKill } from '../secrets/check-after-kill.ts'
import { secretKinds } from '../secrets/index.ts'
import { createPlace, secretSettings } from '../secrets/secret.ts'

/** The uses of a round begin within this time, in milliseconds. */
const span = 300

/** Nodes are killed while links and codes are used, under load. */
export const aKilledNodeRevivesNoSecret: Case = {
  id: 'R5',
  claim: 'kill -9 revives no used link, code or passkey challenge, and leaves no use half done',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [rounds, ofKind] = isLong ? [20, 4] : [1, 1]
    const kinds = secretKinds.flatMap((kind) => Array.from({ length: ofKind }, () => kind))
    const receiver = await startMailReceiver()
    try {
      const deployment = await start({ settings: secretSettings(receiver) })
      const place = await createPlace(deployment, receiver, rounds * kinds.length)
      const [person] = people
      if (person === undefined) throw new Error('there is nobody to sign in')
      const browser = await signIn(deployment.node(0), person)
      const faults: string[] = []
      const figures = { kills: 0, secrets: 0, accepted: 0, 'without a response': 0, 'of these done': 0 }
      for (let round = 0; round < rounds; round++) {
        const prepared = await sideBySide(kinds.length, 4, async (index) => {
          const kind = kinds[index]
          if (kind === undefined) throw new Error('there is no such kind')
          const secret = await kind.make(place)
          return { name: kind.name, secret, use: await secret.prepare(0) }
        })
        const load = startLoad(deployment, browser, { clients: 4 })
        let answered = 0
        const using = Promise.all(
          prepared.map(async ({ use, ...rest }, index) => {
            await sleep(Math.random() * span)
            const answer = await orNone(use(deployment.node(index)))
            answered++
            return { ...rest, answer }
          }),
        )
        const share = isLong ? Math.random() : 0.5
        await until(() => answered >= share * kinds.length)
        await sleep(Math.random() * 20)
        const victims = round % 3 === 2 ? [deployment.node(round)] : deployment.nodes
        await Promise.all(victims.map((node) => node.end('SIGKILL')))
        await Promise.all(victims.map((node) => node.start()))
        await load.stop()
        await untilHealthy(deployment)
        faults.push(...load.faults, ...(await checkLedger(deployment, load.ledger)).faults)
        const used = await using
        // Few at once: each logs in several times.
        const checks = await sideBySide(used.length, 4, async (index) => {
          const one = used[index]
          if (one === undefined) throw new Error('there is no such use')
          return checkAfterKill(place, one)
        })
        faults.push(...checks.flatMap((check) => check.faults).map((fault) => `round ${round}: ${fault}`))
        figures.kills += victims.length
        figures.secrets += used.length
        figures.accepted += used.filter(({ secret, answer }) => answer && secret.isAccepted(answer)).length
        figures['without a response'] += used.filter(({ answer }) => answer === undefined).length
        figures['of these done'] += used.filter(({ answer }, index) => !answer && checks[index]?.isDone === true).length
      }
      return { figures, faults }
    } finally {
      await receiver.close()
    }
  },
}

async function until(holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !holds() && performance.now() < end; ) await sleep(2)
}

async function orNone(asking: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asking
  } catch (error) {
    if (error instanceof NoAnswer) return undefined
    throw error
  }
}
