import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runDriver } from '../drive/run-driver.ts'
import { readOptions } from '../options.ts'
import { median } from '../report/statistics.ts'
import { table } from '../report/table.ts'
import { atExit } from '../servers/at-exit.ts'
import { freePort } from '../servers/free-port.ts'
import { type Cluster, startPostgres } from '../servers/postgres.ts'
import { prepare } from '../servers/prepare.ts'
import { start } from '../servers/process.ts'
import { valetkey } from '../servers/valetkey.ts'
import { setup } from '../setup.ts'
import { fill, type Size } from './fill.ts'

/** The two compared sizes, and the factor by which the median response time at the larger may exceed that at the smaller. */
const sizes = {
  small: { accounts: 10_000, tokens: 50_000 },
  large: { accounts: 1_000_000, tokens: 5_000_000 },
} as const satisfies Readonly<Record<string, Size>>
const bound = 1.3

const measured = ['client-credentials-opaque', 'introspection', 'refresh', 'authorize', 'code-flow'] as const

/** Starts a server on a database of the given size. */
async function grow(size: Size, folder: string, cluster: Cluster | undefined, options: GrowthOptions) {
  mkdirSync(folder)
  const name = `size${size.accounts}`
  const database = cluster?.createDatabase(name) ?? `sqlite:${join(folder, 'data.db')}`
  const server = valetkey({ setup, port: await freePort(), folder, database })
  const target = await prepare(server, setup, options.concurrency, options.cores?.server)
  const began = performance.now()
  await fill(database, size)
  console.log(
    `${size.accounts} accounts, ${size.tokens} tokens: ${Math.round((performance.now() - began) / 1000)} s to fill`,
  )
  return { target, running: await start(server, options.cores?.server) }
}

type GrowthOptions = Exclude<ReturnType<typeof readOptions>, 'help'>

async function compareSizes(options: GrowthOptions): Promise<boolean> {
  const parent = mkdtempSync(join(tmpdir(), 'growth-'))
  const remove = atExit(() => rmSync(parent, { recursive: true, force: true }))
  const cluster = options.engine === 'postgres' ? await startPostgres() : undefined
  const small = await grow(sizes.small, join(parent, 'small'), cluster, options)
  const large = await grow(sizes.large, join(parent, 'large'), cluster, options)
  const rows: string[][] = [['p50, ms', 'small', 'large', 'ratio']]
  let held = true
  for (const scenario of measured) {
    const p50 = { small: [] as number[], large: [] as number[] }
    for (let round = 0; round < options.rounds; round++) {
      p50.small.push(
        (await runDriver({ ...small.target, ...options, pid: small.running.pid, scenario }, options.cores?.driver)).p50,
      )
      p50.large.push(
        (await runDriver({ ...large.target, ...options, pid: large.running.pid, scenario }, options.cores?.driver)).p50,
      )
    }
    const [a, b] = [median(p50.small), median(p50.large)]
    held &&= b / a <= bound
    rows.push([scenario, a.toFixed(2), b.toFixed(2), `${(b / a).toFixed(2)} ${b / a <= bound ? '✓' : '✗'}`])
  }
  console.log(`\n${options.engine}, ${options.rounds} rounds of ${options.duration} s, ${options.concurrency} users\n`)
  console.log(table(rows))
  await Promise.all([small.running.stop(), large.running.stop()])
  await cluster?.stop()
  remove()
  return held
}

const options = readOptions(process.argv.slice(2))
if (options === 'help')
  console.log('node bench/growth/run.ts [--engine sqlite|postgres] [--rounds N] [--duration S] [--concurrency N]')
else process.exitCode = (await compareSizes(options)) ? 0 : 1
