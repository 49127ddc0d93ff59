import { setTimeout as sleep } from 'node:timers/promises'
import type { Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { send } from '../drive/http.ts'
import { checkLedger, untilHealthy } from '../drive/ledger.ts'
import { type Event, startLoad } from '../drive/load.ts'
import { machineToken } from '../drive/oauth.ts'
import type { Deployment } from '../environment/deployment.ts'
import { people } from '../environment/setup.ts'

/** The longest that a response may take, and the longest until a node is healthy again, in milliseconds. */
const bound = 5_000

/** PostgreSQL is stopped, so that connections are refused, or frozen, so that they are taken and nothing comes. */
export const anUnavailableDatabaseIsReportedInTime: Case = {
  id: 'R12',
  claim:
    'an unavailable database is reported with 503 and Retry-After within 5 s, and 5 s after it returns everything works',
  engines: ['postgres'],
  async run({ isLong, start }) {
    const gone = isLong ? 30_000 : 1_500
    const deployment = await start()
    const cluster = deployment.cluster()
    const faults: string[] = []
    const stopped = await through(
      deployment,
      gone,
      () => cluster.stop('fast'),
      () => cluster.start(),
    )
    const freeze = async (frozen: boolean) => cluster.freeze(frozen)
    const frozen = await through(
      deployment,
      isLong ? gone : 3_500,
      () => freeze(true),
      () => freeze(false),
    )
    faults.push(...stopped.faults, ...frozen.faults)
    return {
      figures: {
        'stopped for': `${gone / 1000} s`,
        ...named('stopped', stopped.figures),
        ...named('frozen', frozen.figures),
      },
      faults,
    }
  },
}

const named = (name: string, figures: Readonly<Record<string, number | string>>) =>
  Object.fromEntries(Object.entries(figures).map(([key, value]) => [`${name}: ${key}`, value]))

async function through(
  deployment: Deployment,
  gone: number,
  leave: () => Promise<void>,
  comeBack: () => Promise<void>,
) {
  const [person] = people
  if (person === undefined) throw new Error('there is nobody to sign in')
  const browser = await signIn(deployment.node(0), person)
  for (const node of deployment.nodes) await send(node, { path: '/.well-known/oauth-authorization-server' })
  const events: Event[] = []
  const load = startLoad(deployment, browser, { clients: 8, onEvent: (event) => events.push(event) })
  await sleep(500)
  await leave()
  const left = performance.now()
  const faults = await askWithoutDatabase(deployment, gone)
  const back = performance.now()
  await comeBack()
  const healthyAfter = await untilHealthy(deployment)
  await load.stop()
  const { checked, faults: lost } = await checkLedger(deployment, load.ledger)

  const unanswered = events.filter(({ answer }) => answer === undefined).length
  const refused = events.flatMap(({ answer }) => (answer?.status === 503 ? [answer] : []))
  const longest = Math.max(...events.map(({ answer }) => answer?.took ?? 0))
  const wrong = events.filter(
    ({ sentAt, answer }) => sentAt > left + 50 && sentAt < back - bound && answer?.status === 200,
  )
  faults.push(...load.faults, ...lost)
  if (unanswered > 0) faults.push(`${unanswered} requests got no answer`)
  if (longest > bound) faults.push(`an answer took ${Math.round(longest)} ms`)
  if (healthyAfter > bound) faults.push(`healthy only after ${Math.round(healthyAfter)} ms`)
  if (wrong.length > 0) faults.push(`${wrong.length} were answered 200 without a database`)
  if (refused.length === 0) faults.push('no request got 503')
  const silent = refused.filter(({ headers }) => headers['retry-after'] === undefined).length
  if (silent > 0) faults.push(`${silent} answers of 503 have no Retry-After`)
  const figures = {
    'answered 503': refused.length,
    'longest answer': `${Math.round(longest)} ms`,
    'healthy after': `${Math.round(healthyAfter)} ms`,
    'lines that go on': checked.lines,
    'revocations in force': checked.revoked,
  }
  return { figures, faults }
}

/** Meanwhile requests that need no database are served, and readiness is reported correctly. */
async function askWithoutDatabase(deployment: Deployment, gone: number): Promise<string[]> {
  const faults: string[] = []
  const end = performance.now() + gone
  const expect = async (path: string, status: number, index: number) => {
    const answer = await send(deployment.node(index), { path })
    if (answer.status !== status) faults.push(`${path} answered ${answer.status}`)
    if (answer.took > bound) faults.push(`${path} took ${Math.round(answer.took)} ms`)
  }
  await sleep(100)
  for (let round = 0; performance.now() < end; round++) {
    await Promise.all([
      expect('/jwks', 200, round),
      expect('/.well-known/oauth-authorization-server', 200, round),
      expect('/livez', 200, round),
      expect('/readyz', 503, round),
    ])
    const jwt = await machineToken(deployment.node(round), 'jwt')
    if (jwt.status !== 200 && jwt.status !== 503) faults.push(`a JWT for a machine: ${jwt.status}`)
    await sleep(500)
  }
  return faults
}
