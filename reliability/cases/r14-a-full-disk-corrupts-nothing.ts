import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { send } from '../drive/http.ts'
import { checkLedger, untilHealthy } from '../drive/ledger.ts'
import { type Event, startLoad } from '../drive/load.ts'
import type { Deployment } from '../environment/deployment.ts'
import { people } from '../environment/setup.ts'
import { missingSmallDisk, mountSmallDisk } from '../environment/small-disk.ts'

/** The disk of the database fills up while clients write, and has room again later. */
export const aFullDiskCorruptsNothing: Case = {
  id: 'R14',
  claim: 'a full disk is reported with 503, requests that write nothing still work, and nothing is corrupt afterwards',
  engines: bothEngines,
  missing: missingSmallDisk,
  async run({ engine, isLong, start }) {
    // More than the write-ahead log takes before it is folded into the file, so that the case and not the log fills it.
    const disk = mountSmallDisk(engine === 'sqlite' ? 64 : 24)
    try {
      const deployment = await start({ databaseFolder: disk.folder })
      const [person] = people
      if (person === undefined) throw new Error('there is nobody to sign in')
      const browser = await signIn(deployment.node(0), person)
      for (const node of deployment.nodes) await send(node, { path: '/.well-known/oauth-authorization-server' })
      const events: Event[] = []
      const load = startLoad(deployment, browser, { clients: 8, onEvent: (event) => events.push(event) })
      await sleep(500)
      disk.fill()
      const fullAt = performance.now()
      const faults = await askWhileFull(deployment, isLong ? 20_000 : 2_500)
      disk.free()
      const healthyAfter = await untilHealthy(deployment)
      await sleep(300)
      await load.stop()
      const { checked, faults: lost } = await checkLedger(deployment, load.ledger)
      faults.push(...load.faults, ...lost)
      const during = events.filter(({ sentAt }) => sentAt > fullAt)
      const refused = during.flatMap(({ answer }) => (answer?.status === 503 ? [answer] : []))
      if (refused.length === 0) faults.push('no request got 503')
      if (refused.some(({ headers }) => headers['retry-after'] === undefined)) faults.push('a 503 has no Retry-After')
      const unanswered = events.filter(({ answer }) => answer === undefined).length
      if (unanswered > 0) faults.push(`${unanswered} requests got no answer`)
      const integrity = await checkIntegrity(deployment)
      if (integrity !== 'ok') faults.push(`integrity: ${integrity}`)
      const figures = {
        'answered 503': refused.length,
        'longest answer': `${Math.round(Math.max(...during.map(({ answer }) => answer?.took ?? 0)))} ms`,
        'healthy after': `${Math.round(healthyAfter)} ms`,
        'lines that go on': checked.lines,
        'access tokens': checked.accessTokens,
        'revocations in force': checked.revoked,
        integrity,
      }
      return { figures, faults }
    } finally {
      disk.remove()
    }
  },
}

async function askWhileFull(deployment: Deployment, milliseconds: number): Promise<string[]> {
  const faults: string[] = []
  const end = performance.now() + milliseconds
  for (let round = 0; performance.now() < end; round++) {
    for (const path of ['/jwks', '/.well-known/oauth-authorization-server', '/livez']) {
      const answer = await send(deployment.node(round), { path })
      if (answer.status !== 200) faults.push(`${path} answered ${answer.status}`)
    }
    await sleep(100)
  }
  return faults
}

/** Stops the nodes and looks at every page of the file, or at every index of the tables. */
async function checkIntegrity(deployment: Deployment): Promise<string> {
  await Promise.all(deployment.nodes.map((node) => node.end('SIGTERM')))
  if (deployment.engine === 'sqlite') {
    const database = new DatabaseSync(deployment.database.slice('sqlite:'.length))
    const row = database.prepare('PRAGMA integrity_check').get()
    database.close()
    return String(row?.integrity_check)
  }
  const name = new URL(deployment.database).pathname.slice(1)
  const cluster = deployment.cluster()
  cluster.sql('CREATE EXTENSION IF NOT EXISTS amcheck', name)
  const check = `SELECT count(bt_index_check(indexrelid, true)) FROM pg_index
    JOIN pg_class ON pg_class.oid = indexrelid JOIN pg_am ON pg_am.oid = relam
    WHERE amname = 'btree' AND relnamespace = 'public'::regnamespace`
  try {
    return Number(cluster.sql(check, name)) > 0 ? 'ok' : 'there are no indexes'
  } finally {
    cluster.sql(`DROP DATABASE "${name}" WITH (FORCE)`)
    cluster.sql(`DROP TABLESPACE "${name}"`)
  }
}
