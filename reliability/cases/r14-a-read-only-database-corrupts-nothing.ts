import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { json, send } from '../drive/http.ts'
import { checkLedger, untilHealthy } from '../drive/ledger.ts'
import { type Event, startLoad } from '../drive/load.ts'
import { describe, introspect, machineToken } from '../drive/oauth.ts'
import { createRelyingParty } from '../drive/relying-party.ts'
import type { Deployment } from '../environment/deployment.ts'
import { type FailingDisk, missingFailingDisk, mountFailingDisk } from '../environment/failing-disk.ts'
import { people } from '../environment/setup.ts'

/** How long nothing can be written, in milliseconds: less than the time in which a retry with a parent is served. */
const readOnlyFor = 3_000

/**
 * The disk of the database file becomes read-only during operation, as after a device error, and is repaired; or
 * PostgreSQL takes no writes any more, as if a hosted one runs out of storage.
 */
export const aReadOnlyDatabaseCorruptsNothing: Case = {
  id: 'R14',
  claim:
    'a read-only database is reported with 503, requests that write nothing still work, and everything works afterwards',
  engines: bothEngines,
  missing: (engine) => (engine === 'sqlite' ? missingFailingDisk() : undefined),
  async run({ engine, isLong, start }) {
    const disk = engine === 'sqlite' ? mountFailingDisk(64) : undefined
    try {
      const deployment = await start(disk === undefined ? {} : { databaseFolder: disk.folder })
      const faults: string[] = []
      const figures = { 'times read-only': 0, 'answered 503': 0, introspected: 0, 'JWTs issued and verified': 0 }
      const lasting = { lines: 0, accessTokens: 0, revoked: 0 }
      let longest = 0
      for (let round = 0; round < (isLong ? 10 : 1); round++) {
        const found = await goThrough(deployment, disk)
        faults.push(...found.faults)
        figures['times read-only']++
        figures['answered 503'] += found.refused
        figures.introspected += found.introspected
        figures['JWTs issued and verified'] += found.verified
        for (const name of ['lines', 'accessTokens', 'revoked'] as const) lasting[name] += found.checked[name]
        longest = Math.max(longest, found.longest)
      }
      await Promise.all(deployment.nodes.map((node) => node.end('SIGTERM')))
      if (disk !== undefined) faults.push(...checkIntegrity(deployment))
      return { figures: { ...figures, 'longest answer': `${Math.round(longest)} ms`, ...lasting }, faults }
    } finally {
      disk?.remove()
    }
  },
}

async function goThrough(deployment: Deployment, disk: FailingDisk | undefined) {
  const [person] = people
  if (person === undefined) throw new Error('there is nobody to sign in')
  const browser = await signIn(deployment.node(0), person)
  for (const node of deployment.nodes) await send(node, { path: '/.well-known/oauth-authorization-server' })
  const held = {
    jwt: String(json(await machineToken(deployment.node(0), 'jwt')).access_token),
    opaque: String(json(await machineToken(deployment.node(0), 'opaque')).access_token),
  }
  const events: Event[] = []
  const load = startLoad(deployment, browser, { clients: 8, onEvent: (event) => events.push(event) })
  await sleep(500)
  if (disk === undefined) refuseWrites(deployment, true)
  else disk.fail()
  const failedAt = performance.now()
  const faults: string[] = []
  let went = { verified: 0, introspected: 0 }
  let mendedAt = failedAt
  try {
    went = await askMeanwhile(deployment, held, faults)
    mendedAt = performance.now()
  } finally {
    // A cluster is shared by all cases, and must take writes again whatever came.
    if (disk === undefined) refuseWrites(deployment, false)
  }
  if (disk === undefined) await untilHealthy(deployment)
  await load.stop()
  if (disk !== undefined) await repair(deployment, disk)
  const { checked, faults: lost } = await checkLedger(deployment, load.ledger)
  faults.push(...load.faults, ...lost)

  // What was sent in the moment of the failure may have been written before every process of PostgreSQL knew of it.
  const during = events.filter(({ sentAt }) => sentAt > failedAt + 500 && sentAt < mendedAt - 100)
  const refused = during.flatMap(({ answer }) => (answer?.status === 503 ? [answer] : []))
  // One that waited for a connection until writes were taken again was served rightly.
  const lies = during.filter(
    ({ act, answer, sentAt }) =>
      /^(redeem|refresh|machine)$/.test(act) && answer?.status === 200 && sentAt + answer.took < mendedAt,
  )
  if (refused.length === 0) faults.push('no request got 503')
  if (refused.some(({ headers }) => headers['retry-after'] === undefined)) faults.push('a 503 has no Retry-After')
  for (const { act } of lies) faults.push(`${act} answered 200 though nothing can be written`)
  const unanswered = events.filter(({ answer }) => answer === undefined).length
  if (unanswered > 0) faults.push(`${unanswered} requests got no answer`)
  return {
    faults,
    checked,
    ...went,
    refused: refused.length,
    longest: Math.max(...during.map(({ answer }) => answer?.took ?? 0)),
  }
}

/** Meanwhile keys and metadata are served, and JWTs, which are stored nowhere, are issued and verified; reading may go on. */
async function askMeanwhile(
  deployment: Deployment,
  held: { readonly jwt: string; readonly opaque: string },
  faults: string[],
): Promise<{ verified: number; introspected: number }> {
  const went = { verified: 0, introspected: 0 }
  const end = performance.now() + readOnlyFor
  for (let round = 0; performance.now() < end; round++) {
    const node = deployment.node(round)
    for (const path of ['/jwks', '/.well-known/oauth-authorization-server', '/livez']) {
      const answer = await send(node, { path })
      if (answer.status !== 200) faults.push(`${path} answered ${answer.status}`)
    }
    const answer = await machineToken(node, 'jwt')
    if (answer.status !== 200 && answer.status !== 503) faults.push(`a JWT for a machine: ${answer.status}`)
    const fresh = json(answer).access_token
    for (const token of typeof fresh === 'string' ? [held.jwt, fresh] : [held.jwt]) {
      const wrong = await createRelyingParty(Date.now).check(deployment.node(round + 1), token)
      if (wrong === undefined) went.verified++
      else faults.push(`a JWT: ${wrong}`)
    }
    const asked = await introspect(node, held.opaque)
    if (asked.status === 200 && json(asked).active === true) went.introspected++
    else if (asked.status !== 503) faults.push(`introspection: ${describe(asked)}`)
    await sleep(100)
  }
  return went
}

function refuseWrites(deployment: Deployment, refused: boolean): void {
  const cluster = deployment.cluster()
  cluster.sql(`ALTER SYSTEM ${refused ? 'SET' : 'RESET'} default_transaction_read_only${refused ? ' = on' : ''}`)
  cluster.sql('SELECT pg_reload_conf()')
}

/** As an operator does: stops the nodes, checks the disk, mounts it, starts the nodes. */
async function repair(deployment: Deployment, disk: FailingDisk): Promise<void> {
  await Promise.all(deployment.nodes.map((node) => node.end('SIGTERM')))
  disk.repair()
  for (const node of deployment.nodes) await node.start()
  await untilHealthy(deployment)
}

function checkIntegrity(deployment: Deployment): readonly string[] {
  const database = new DatabaseSync(deployment.database.slice('sqlite:'.length))
  const integrity = String(database.prepare('PRAGMA integrity_check').get()?.integrity_check)
  database.close()
  return integrity === 'ok' ? [] : [`integrity: ${integrity}`]
}
