// The benchmark's command: installs the peer if it is missing, compares, prints, and fails on a wrong response.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { calibrate } from './calibrate.ts'
import { type Comparison, compare } from './compare.ts'
import { type Options, readOptions, usage } from './options.ts'
import { render, summarize } from './report/report.ts'
import { syncCost } from './report/sync-cost.ts'

const say = (line: string): void => console.error(line)

process.exitCode = await main().catch((error: unknown) => {
  say(error instanceof Error ? error.message : String(error))
  return 1
})

async function main(): Promise<number> {
  let options: Options | 'help'
  try {
    options = readOptions(process.argv.slice(2))
  } catch (error) {
    say(`${error instanceof Error ? error.message : error}\n\n${usage}`)
    return 2
  }
  if (options === 'help') {
    console.log(usage)
    return 0
  }
  if (options.calibrate) {
    for (const [name, { rate, p50, p99, driverLoad }] of Object.entries(await calibrate(options))) {
      console.log(`${name}: ${rate.toFixed(0)}/s, p50 ${p50.toFixed(2)} p99 ${p99.toFixed(2)} ms, ${share(driverLoad)}`)
    }
    return 0
  }
  if (options.servers.includes('peer') && options.against === undefined) installPeer()
  const sync = syncCost()
  if (sync < 0.02) say(`${tmpdir()} is not on a disk: writes cost nothing there; set TMPDIR to a folder that is`)
  const comparison = await compare(options, say)
  const rows = summarize(comparison, options.engine)
  const failed = rows.reduce((sum, { ours, peer }) => sum + (ours?.failed ?? 0) + (peer?.failed ?? 0), 0)
  if (options.json)
    console.log(JSON.stringify({ ...conditions(options, sync), rows, process: wholes(comparison) }, undefined, 2))
  else console.log(`\n${describe(options, sync)}\n\n${render(rows, comparison)}`)
  if (failed > 0) say(`\n${failed} responses were wrong`)
  return failed > 0 ? 1 : 0
}

function installPeer(): void {
  if (existsSync(join(import.meta.dirname, 'node_modules/oidc-provider'))) return
  say('installing the peer into bench/node_modules')
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: import.meta.dirname,
    stdio: 'pipe',
  })
}

function conditions({ engine, rounds, duration, concurrency }: Options, sync: number) {
  const cpu = cpus()[0]?.model ?? 'unknown processor'
  return { engine, rounds, duration, concurrency, node: process.version, cpu, cores: availableParallelism(), sync }
}

function describe(options: Options, sync: number): string {
  const { engine, rounds, duration, concurrency, node, cpu, cores } = conditions(options, sync)
  const load = `${engine}, ${rounds} rounds of ${duration} s, ${concurrency} users`
  return `${load}, Node ${node}, ${cores} × ${cpu}, one sync ${sync.toFixed(2)} ms`
}

function wholes(comparison: Comparison) {
  return Object.fromEntries(
    Object.entries(comparison).map(([who, { starts, idle, loaded }]) => [who, { starts, idle, loaded }]),
  )
}

function share(driverLoad: number): string {
  return `driver's core ${(driverLoad * 100).toFixed(0)} % used`
}
