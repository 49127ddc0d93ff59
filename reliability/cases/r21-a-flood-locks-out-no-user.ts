import { statSync } from 'node:fs'
import pg from 'pg'
import { bothEngines, type Case } from '../case.ts'
import { authorizationRequest, createBrowser, formWith, pathOf } from '../drive/browser.ts'
import { NoAnswer, send } from '../drive/http.ts'
import { describe, machineToken } from '../drive/oauth.ts'
import { percentile, times } from '../drive/statistics.ts'
import type { ServerNode } from '../environment/server-node.ts'
import { people } from '../environment/setup.ts'

const mostPrefixes = 65_536

/** In kilobytes: sessions and tokens of the honest, at most 1,000 audit rows a minute of each kind of failure, and the log ahead. */
const mostDisk = 48 * 1024

/** Attackers from 65,536 networks request pages and guess passwords and secrets of invented clients as fast as they get responses. */
export const aFloodLocksOutNoUser: Case = {
  id: 'R21',
  claim:
    'a flood from 65,536 networks locks out neither users in known browsers nor machines, and fills neither memory nor disk',
  engines: bothEngines,
  async run({ engine, isLong, start }) {
    const milliseconds = isLong ? 60_000 : 4_000
    const deployment = await start({ nodes: 1 })
    const node = deployment.node(0)
    const faults: string[] = []
    const honest = await Promise.all(people.map((person, index) => knownBrowser(node, person, `203.0.113.${index}`)))
    const before = node.memory().own
    const diskOf =
      engine === 'sqlite' ? async () => sizeOf(deployment.database) : () => sizeInPostgres(deployment.database)
    const diskBefore = await diskOf()
    const flood = startFlood(node, isLong ? 48 : 16)
    const took: number[] = []
    let logins = 0
    let tokens = 0
    const end = performance.now() + milliseconds
    const fetchTokens = async (format: 'opaque' | 'jwt') => {
      while (performance.now() < end) {
        const answer = await machineToken(node, format)
        if (answer.status === 200) took.push(answer.took)
        else faults.push(`a machine: ${describe(answer)}`)
        tokens++
      }
    }
    const signInAgain = async (again: () => Promise<string | undefined>) => {
      while (performance.now() < end) {
        const fault = await again()
        if (fault !== undefined) faults.push(fault)
        logins++
      }
    }
    await Promise.all([fetchTokens('opaque'), fetchTokens('jwt'), ...honest.map(signInAgain)])
    const statuses = await flood.stop()
    const grown = node.memory().own - before
    const bound = isLong ? 200 : 150
    if (grown > bound) faults.push(`memory grew by ${Math.round(grown)} MB, more than ${bound}`)
    const disk = Math.round(((await diskOf()) - diskBefore) / 1024)
    if (disk > mostDisk) faults.push(`the database grew by ${disk} kB, more than ${mostDisk}`)
    if (statuses.odd.length > 0) faults.push(...statuses.odd.slice(0, 3))
    if (percentile(took, 0.99) > 5_000) faults.push('p99 of tokens is above 5 s')
    return {
      figures: {
        'requests of the flood': statuses.sent,
        'refused of the flood': statuses.refused,
        'given up after 15 s by the flood': statuses.unanswered,
        'logins in known browsers': logins,
        tokens,
        'memory grew by, MB': Math.round(grown),
        'database grew by, kB': disk,
        ...times('token', took),
      },
      faults,
    }
  },
}

/** Signs a user in once, so that the browser is known; returns a way to do it again, which says what went wrong. */
async function knownBrowser(node: ServerNode, person: (typeof people)[number], address: string) {
  const browser = createBrowser(address)
  const signIn = async () => {
    try {
      const { action, fields } = formWith(await browser.get(node, '/login'), 'username')
      fields.set('username', person.username)
      fields.set('password', person.password)
      const answer = await browser.post(node, pathOf(action), fields)
      return answer.status === 303 ? undefined : `a known browser: ${describe(answer)}`
    } catch (error) {
      if (error instanceof NoAnswer) return `a known browser: ${error.message}`
      throw error
    }
  }
  const fault = await signIn()
  if (fault !== undefined) throw new Error(fault)
  return signIn
}

function startFlood(node: ServerNode, strangers: number) {
  let isStopped = false
  const count = { sent: 0, refused: 0, unanswered: 0, odd: [] as string[] }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }

  /** A /64 in one /48, or in a /48 of its own. */
  const addressOf = (number: number) => {
    const network = (number % mostPrefixes).toString(16)
    return number % 2 === 0 ? `2001:db8:1:${network}::1` : `2001:db8:${network}:1::1`
  }

  async function strangerAt(number: number): Promise<number> {
    const from = { 'x-forwarded-for': addressOf(number) }
    if (number % 3 === 0) return (await send(node, { path: authorizationRequest().path, headers: from })).status
    if (number % 3 === 1) {
      const authorization = `Basic ${Buffer.from(`made-up-${number}:a guess`).toString('base64')}`
      const body = 'grant_type=client_credentials'
      const message = { method: 'POST', path: '/token', headers: { ...from, ...form, authorization }, body } as const
      return (await send(node, message)).status
    }
    const browser = createBrowser(addressOf(number))
    const { action, fields } = formWith(await browser.get(node, '/login'), 'username')
    fields.set('username', number % 5 === 0 ? 'alice' : `nobody-${number}`)
    fields.set('password', 'a guess')
    return (await browser.post(node, pathOf(action), fields)).status
  }

  async function flood(first: number): Promise<void> {
    for (let number = first; !isStopped; number += strangers) {
      try {
        const status = await strangerAt(number)
        count.sent++
        if (status === 429 || status === 503) count.refused++
        else if (status >= 500) count.odd.push(`the flood got ${status}`)
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        // Its logins wait for their turn, which is what slows it.
        count.unanswered++
      }
    }
  }
  const all = Array.from({ length: strangers }, (_, index) => flood(index))
  return {
    async stop() {
      isStopped = true
      await Promise.all(all)
      return count
    },
  }
}

async function sizeInPostgres(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('select pg_database_size(current_database()) as size')
    return Number(rows[0]?.size)
  } finally {
    await client.end()
  }
}

function sizeOf(database: string): number {
  const file = database.replace(/^sqlite:/, '')
  return [file, `${file}-wal`].reduce((sum, one) => sum + (statSync(one, { throwIfNoEntry: false })?.size ?? 0), 0)
}
