import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { startLoad } from '../drive/load.ts'
import { type Trend, trendOf } from '../drive/statistics.ts'
import type { Deployment } from '../environment/deployment.ts'
import { runSql } from '../environment/run-sql.ts'
import { people } from '../environment/setup.ts'

const tables = ['code', 'token_family', 'access_token', 'interaction', 'session', 'revoked_jwt'] as const

const days = 86_400_000

/** Requests in a second in the long form: what a busy installation gets, and far from all that a node can do. */
const rate = 200

/** The share of the time in which a young process still grows to its size. */
const warmUp = 1 / 3

/** The node works for a while; then all that it wrote is made older by days, and must go. */
export const memoryAndTablesStayFlat: Case = {
  id: 'R16',
  claim: 'memory does not grow under load, and everything expired is deleted from the tables',
  engines: bothEngines,
  isSlow: true,
  async run({ isLong, minutes = 4, start }) {
    const seconds = isLong ? Math.round(minutes * 60) : 20
    const deployment = await start({
      nodes: 1,
      // The user stays logged in for all of it, and no longer than the rows grow older.
      lifetimes: { refreshToken: 3600, session: Math.max(3600, 2 * seconds) },
    })
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(deployment.node(0), person)
    const load = startLoad(deployment, browser, { clients: 8, introspects: true, ...(isLong ? { rate } : {}) })
    const memory: { readonly hours: number; readonly all: number; readonly own: number }[] = []
    const began = performance.now()
    while (performance.now() - began < seconds * 1000) {
      await sleep(1000)
      memory.push({ hours: (performance.now() - began) / 3_600_000, ...deployment.node(0).memory() })
    }
    await load.stop()
    const settled = memory.slice(memory.length * warmUp)
    const before = countRows(deployment)
    for (const table of tables) runSql(deployment, `update ${table} set expires_at = expires_at - ${5 * days}`)
    const faults = [...load.faults]
    let after = before
    // The sweep begins within a minute, and does 5,000 rows a second at least.
    for (const end = performance.now() + 130_000 + total(before) / 5; total(after) > 0; after = countRows(deployment)) {
      await sleep(1000)
      if (performance.now() < end) continue
      faults.push(`still there: ${JSON.stringify(after)}`)
      break
    }
    const megabytes = (value: number | undefined) => `${(value ?? Number.NaN).toFixed(1)} MB`
    const own = trendOf(settled.map((sample) => [sample.hours, sample.own]))
    const [first, last] = [settled[0]?.own ?? Number.NaN, settled.at(-1)?.own ?? Number.NaN]
    if (last > 2 * first) faults.push(`memory grew from ${megabytes(first)} to ${megabytes(last)}`)
    // The figure to reach is one megabyte in an hour after the first hour: less time cannot tell.
    if (seconds >= 7200 && own.slope - own.uncertainty > 1) faults.push(`memory grows by ${perHour(own)}`)
    const figures = {
      seconds,
      answered: load.count.answered,
      'memory after the warm-up': megabytes(settled[0]?.all),
      'memory at the end': megabytes(settled.at(-1)?.all),
      'of it its own': megabytes(last),
      'memory by minute': memory
        .filter((_, second) => second % 60 === 59)
        .map(({ all }) => Math.round(all))
        .join(' '),
      'slope after the warm-up': perHour(trendOf(settled.map((sample) => [sample.hours, sample.all]))),
      'slope of its own': perHour(own),
      'rows before the sweep': total(before),
      'rows after the sweep': total(after),
    }
    return { figures, faults }
  },
}

const perHour = ({ slope, uncertainty }: Trend) => `${slope.toFixed(1)} ± ${uncertainty.toFixed(1)} MB/h`

const total = (rows: Readonly<Record<string, number>>) => Object.values(rows).reduce((sum, count) => sum + count, 0)

function countRows(deployment: Deployment): Readonly<Record<string, number>> {
  return Object.fromEntries(tables.map((table) => [table, runSql(deployment, `select count(*) as rows from ${table}`)]))
}
