import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { type Browser, signIn } from '../drive/browser.ts'
import { checkLedger, type Ledger } from '../drive/ledger.ts'
import { type Event, startLoad } from '../drive/load.ts'
import { askTogether } from '../drive/mixed-versions.ts'
import type { Deployment } from '../environment/deployment.ts'
import { addSchemaStep } from '../environment/schema-step.ts'
import { program } from '../environment/server-node.ts'
import { people } from '../environment/setup.ts'
import { findPrevious, missingPrevious, unpack, type Version } from '../environment/version.ts'

/** Requests in a second: nodes that are starting share the machine with those at work. */
const rate = 200

interface Figures {
  upgrades: number
  answered: number
  'ID tokens': number
  '5xx': number
  'without an answer': number
  lines: number
  'access tokens': number
  revocations: number
  lost: number
  forks: number
  'codes redeemed twice': number
}

/**
 * Nodes on one database are replaced one by one while clients work, forward to a newer version and back: from an earlier
 * commit to this checkout, and from this checkout to one that has a step of the schema more.
 */
export const anUpgradeUnderLoadIsNotNoticed: Case = {
  id: 'R10',
  claim: 'clients do not notice that nodes are upgraded and rolled back one by one under load',
  engines: bothEngines,
  missing: missingPrevious,
  isSlow: true,
  async run({ isLong, previous = findPrevious() ?? '', start }) {
    const earlier = unpack(previous)
    const later = unpack('HEAD')
    try {
      addSchemaStep(later)
      const journeys = [
        { name: `${earlier.name} and this checkout`, from: earlier.program, to: program },
        { name: 'this checkout and one more schema step', from: program, to: later.program },
      ]
      const figures: Record<string, number> = {}
      const faults: string[] = []
      for (const { name, from, to } of journeys) {
        const deployment = await start({ program: from })
        const found = await goAndReturn(deployment, { from, to, rounds: isLong ? 5 : 1, pause: isLong ? 500 : 100 })
        for (const [key, value] of Object.entries(found.figures)) figures[`${name}: ${key}`] = value
        const failures = new Set(deployment.nodes.flatMap((node) => node.failures()).map(messageOf))
        faults.push(...[...failures, ...found.faults].map((fault) => `${name}: ${fault}`))
        await Promise.all(deployment.nodes.map((node) => node.end('SIGTERM')))
      }
      return { figures, faults }
    } finally {
      earlier.remove()
      later.remove()
    }
  },
}

/** What a line of a node's log says went wrong. */
function messageOf(line: string): string {
  const [, message = line] = /"err":\{.*?"message":"(.*?)"/.exec(line) ?? []
  return `a node logged: ${message.slice(0, 200)}`
}

async function goAndReturn(
  deployment: Deployment,
  plan: { readonly from: string; readonly to: string; readonly rounds: number; readonly pause: number },
) {
  const [person] = people
  if (person === undefined) throw new Error('there is nobody to sign in')
  const browser = await signIn(deployment.node(0), person)
  const faults: string[] = []
  const figures: Figures = {
    upgrades: 0,
    answered: 0,
    'ID tokens': 0,
    '5xx': 0,
    'without an answer': 0,
    lines: 0,
    'access tokens': 0,
    revocations: 0,
    lost: 0,
    forks: 0,
    'codes redeemed twice': 0,
  }
  for (let round = 0; round < plan.rounds; round++) {
    const forward = await roll(deployment, browser, { to: plan.to, pause: plan.pause }, { figures, faults })
    await check(deployment, forward, { figures, faults })
    const back = await roll(deployment, browser, { to: plan.from, pause: plan.pause }, { figures, faults })
    // What the newer version issued is good at the older one, too.
    for (const ledger of [forward, back]) await check(deployment, ledger, { figures, faults })
    figures.upgrades++
  }
  return { figures, faults }
}

interface Tally {
  readonly figures: Figures
  readonly faults: string[]
}

/** Replaces every node by one of another version while clients work at those that are there. */
async function roll(
  deployment: Deployment,
  browser: Browser,
  { to, pause }: { readonly to: Version['program']; readonly pause: number },
  { figures, faults }: Tally,
): Promise<Ledger> {
  let there = deployment.nodes.map((_, index) => index)
  const events: Event[] = []
  const load = startLoad(deployment, browser, {
    clients: 8,
    introspects: true,
    rate,
    onEvent: (event) => events.push(event),
    nodes: () => there,
  })
  try {
    await sleep(pause)
    for (const [index, node] of deployment.nodes.entries()) {
      there = there.filter((other) => other !== index)
      // As a load balancer does: the node gets no new requests, and completes those in progress.
      await sleep(100)
      const code = await node.end('SIGTERM')
      if (code !== 0) faults.push(`a node ended with ${code}`)
      await node.start(to)
      there = deployment.nodes.map((_, other) => other)
      if (index === 0) {
        const together = await askTogether(deployment, browser, 5)
        faults.push(...together.faults)
        figures.forks += together.forks
        figures['codes redeemed twice'] += together.doubles
      }
      await sleep(pause)
    }
  } finally {
    await load.stop()
  }
  const broken = events.filter(({ answer }) => (answer?.status ?? 0) >= 500)
  const silent = events.filter(({ answer }) => answer === undefined)
  figures.answered += load.count.answered
  figures['ID tokens'] += load.count.idTokens
  figures['5xx'] += broken.length
  figures['without an answer'] += silent.length
  faults.push(...load.faults, ...broken.map(({ act, answer }) => `${act} answered ${answer?.status} ${answer?.text}`))
  faults.push(...silent.map(({ act }) => `${act} got no answer`))
  return load.ledger
}

async function check(deployment: Deployment, ledger: Ledger, { figures, faults }: Tally): Promise<void> {
  const { checked, faults: lost } = await checkLedger(deployment, ledger)
  figures.lines += checked.lines
  figures['access tokens'] += checked.accessTokens
  figures.revocations += checked.revoked
  figures.lost += lost.length
  faults.push(...lost)
}
