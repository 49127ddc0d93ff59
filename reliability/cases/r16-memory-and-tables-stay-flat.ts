import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { bothEngines, type Case } from '../case.ts'
import { signIn } from '../drive/browser.ts'
import { startLoad } from '../drive/load.ts'
import { slope } from '../drive/statistics.ts'
import { type Clock, createClock, missingClock } from '../ground/clock.ts'
import { people } from '../ground/setup.ts'
import type { Stage } from '../ground/stage.ts'

const tables = ['code', 'token_family', 'access_token', 'interaction', 'session', 'revoked_jwt'] as const

/** The nodes work for a while; then their clocks jump by days, and all that ended must go. */
export const memoryAndTablesStayFlat: Case = {
  id: 'R16',
  claim: 'memory does not grow with work, and all that has ended is swept from the tables',
  engines: bothEngines,
  missing: missingClock,
  isSlow: true,
  async run({ isLong, stage: start }) {
    const seconds = isLong ? 240 : 20
    const clocks: Clock[] = []
    const stage = await start({
      nodes: 1,
      lifetimes: { refreshToken: 3600, session: 3600 },
      env(node, folder) {
        const clock = createClock(folder, String(node))
        clocks.push(clock)
        return clock.env
      },
    })
    const [person] = people
    if (person === undefined) throw new Error('there is nobody to sign in')
    const browser = await signIn(stage.node(0), person)
    const load = startLoad(stage, browser, { clients: 8 })
    const memory: (readonly [number, number])[] = []
    for (let second = 0; second < seconds; second++) {
      await sleep(1000)
      memory.push([second / 3600, stage.node(0).memory()])
    }
    await load.stop()
    // The heap of a young process still grows to its size: the second half tells what goes on.
    const settled = memory.slice(memory.length / 2)
    const before = countRows(stage)
    for (const clock of clocks) clock.set(5 * 86_400)
    const faults = [...load.faults]
    let after = before
    for (const end = performance.now() + 130_000; total(after) > 0; after = countRows(stage)) {
      await sleep(1000)
      if (performance.now() < end) continue
      faults.push(`still there: ${JSON.stringify(after)}`)
      break
    }
    const megabytes = (value: number) => `${Math.round(value)} MB`
    const figures = {
      seconds,
      answered: load.count.answered,
      'memory at half': megabytes(settled[0]?.[1] ?? Number.NaN),
      'memory at the end': megabytes(settled.at(-1)?.[1] ?? Number.NaN),
      'slope of the second half': `${megabytes(slope(settled))}/h`,
      'rows before the sweep': total(before),
      'rows after the sweep': total(after),
    }
    return { figures, faults }
  },
}

const total = (rows: Readonly<Record<string, number>>) => Object.values(rows).reduce((sum, count) => sum + count, 0)

function countRows(stage: Stage): Readonly<Record<string, number>> {
  const query = (table: string) => `select count(*) as rows from ${table}`
  if (stage.engine === 'postgres') {
    const name = new URL(stage.database).pathname.slice(1)
    return Object.fromEntries(tables.map((table) => [table, Number(stage.cluster().sql(query(table), name))]))
  }
  const database = new DatabaseSync(stage.database.slice('sqlite:'.length), { readOnly: true })
  const counts = tables.map((table) => [table, Number(database.prepare(query(table)).get()?.rows)] as const)
  database.close()
  return Object.fromEntries(counts)
}
