import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { createBrowser, formWith, type Person, pathOf } from '../drive/browser.ts'
import { NoAnswer } from '../drive/http.ts'
import { untilHealthy } from '../drive/ledger.ts'
import { type MailReceiver, startMailReceiver } from '../drive/mail-receiver.ts'
import { describe } from '../drive/oauth.ts'
import { sideBySide } from '../drive/side-by-side.ts'
import type { Deployment } from '../environment/deployment.ts'
import { importPeople } from '../environment/imported-people.ts'
import { runSql } from '../environment/run-sql.ts'
import { secretSettings } from '../secrets/secret.ts'

/** How long the mail server takes to accept a message, in milliseconds. */
const delay = 100

/** How long a message of a killed node is not sent again, in milliseconds. */
const lease = 60_000

/** How long delivery may take once the nodes are up, in milliseconds. */
const most = lease + 30_000

/** All nodes are killed again and again while users ask for messages and these are being sent. */
export const aKilledNodeLosesNoMail: Case = {
  id: 'R23',
  claim: 'kill -9 loses no mail, and repeats only messages whose acceptance the node had not noted',
  engines: bothEngines,
  async run({ isLong, start }) {
    const [rounds, messages, kills] = isLong ? [3, 48, 6] : [1, 8, 2]
    const receiver = await startMailReceiver(delay)
    try {
      const deployment = await start({ settings: secretSettings(receiver) })
      const people = await importPeople(deployment, rounds * messages)
      const faults: string[] = []
      const figures = { asked: 0, kills: 0, delivered: 0, 'cut by a kill': 0, repeated: 0 }
      let [longest, unnoted] = [0, 0]
      for (let round = 0; round < rounds; round++) {
        const askers = people.slice(round * messages, (round + 1) * messages)
        const asking: Promise<unknown>[] = []
        for (let kill = 0; kill < kills; kill++) {
          // Fewer lanes than messages: the kill comes while others are asked for.
          const part = askers.slice((kill * messages) / kills, ((kill + 1) * messages) / kills)
          const some = sideBySide(part.length, 4, (index) => ask(deployment, part[index], index))
          some.catch(() => undefined)
          asking.push(some)
          unnoted += await killWhileSending(deployment, receiver, {
            isCut: kill === 0,
            keepsLeases: isLong && kill === kills - 1,
          })
          figures.kills += deployment.nodes.length
        }
        await Promise.all(asking)
        await untilHealthy(deployment)
        const began = performance.now()
        const isMissing = ({ username }: Person) => !receiver.accepted.some(({ to }) => to === username)
        const isWaiting = () => askers.some(isMissing) || runSql(deployment, 'select count(*) as rows from mail') > 0
        while (isWaiting() && performance.now() - began < most) await sleep(100)
        longest = Math.max(longest, performance.now() - began)
        const lost = askers.filter(isMissing).length
        if (lost > 0) faults.push(`round ${round}: ${lost} of ${messages} messages did not arrive within ${most} ms`)
        else if (isWaiting()) faults.push(`round ${round}: messages still wait after ${most} ms`)
        figures.asked += messages
      }
      figures.delivered = receiver.accepted.length
      figures['cut by a kill'] = receiver.cut
      figures.repeated = receiver.accepted.length - new Set(receiver.accepted.map(({ id }) => id)).size
      if (figures.repeated > unnoted) {
        faults.push(`${figures.repeated} messages were repeated, and only ${unnoted} were accepted and not noted`)
      }
      if (receiver.cut === 0) faults.push('no delivery was cut by a kill')
      return { figures: { ...figures, 'longest wait': `${Math.round(longest / 100) / 10} s` }, faults }
    } finally {
      await receiver.close()
    }
  },
}

/** Asks for a new password, and repeats it until a node responds. */
async function ask(deployment: Deployment, person: Person | undefined, index: number): Promise<void> {
  if (person === undefined) throw new Error('there is nobody to write to')
  const browser = createBrowser(`10.${index}.0.1`)
  for (let attempt = index, end = performance.now() + most; ; attempt++) {
    try {
      const node = deployment.node(attempt)
      const { action, fields } = formWith(await browser.get(node, '/recover'), 'username')
      fields.set('username', person.username)
      const answer = await browser.post(node, pathOf(action), fields)
      if (answer.status === 200) return
      if (answer.status !== 503) throw new Error(`a message was not asked for: ${describe(answer)}`)
    } catch (error) {
      if (!(error instanceof NoAnswer) || performance.now() > end) throw error
    }
    await sleep(20)
  }
}

/**
 * Kills all nodes while the mail server is accepting a message or, unless `isCut`, just has, and starts them again. Returns the
 * number of messages that it has accepted and the database still has. What the nodes were sending is due at once, unless `keepsLeases`.
 */
async function killWhileSending(
  deployment: Deployment,
  receiver: MailReceiver,
  { isCut, keepsLeases }: { readonly isCut: boolean; readonly keepsLeases: boolean },
): Promise<number> {
  const release = isCut ? receiver.hold() : () => undefined
  for (const end = performance.now() + most; receiver.open === 0; await sleep(5)) {
    if (performance.now() > end) throw new Error(`no message came within ${most} ms`)
  }
  await sleep(Math.random() * delay * 1.2)
  await Promise.all(deployment.nodes.map((node) => node.end('SIGKILL')))
  release()
  // Messages whose end the mail server has yet to read are accepted or cut meanwhile.
  await sleep(2 * delay)
  const ids = receiver.accepted.map(({ id }) => `'${id}'`)
  const unnoted =
    ids.length === 0 ? 0 : runSql(deployment, `select count(*) as rows from mail where id in (${ids.join(', ')})`)
  // Instead of waiting until what the killed nodes were sending is due again.
  if (!keepsLeases) runSql(deployment, `update mail set due_at = due_at - ${lease} where attempts > 0`)
  await Promise.all(deployment.nodes.map((node) => node.start()))
  return unnoted
}
