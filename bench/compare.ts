import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Outcome } from './drive/plan.ts'
import { runDriver } from './drive/run-driver.ts'
import type { Options } from './options.ts'
import { scenarios } from './scenarios/index.ts'
import { atExit } from './servers/at-exit.ts'
import { freePort } from './servers/free-port.ts'
import { oidcProvider } from './servers/oidc-provider.ts'
import { type Cluster, startPostgres } from './servers/postgres.ts'
import { prepare, type Target } from './servers/prepare.ts'
import { type Running, start } from './servers/process.ts'
import type { Server, ServerPlace } from './servers/server.ts'
import { valetkey } from './servers/valetkey.ts'
import { setup } from './setup.ts'

/** The measurements of one server, in the order of the rounds. */
export interface Measured {
  readonly title: string
  /** Seconds. */
  readonly starts: number[]
  /** Megabytes, resident. */
  idle: number
  loaded: number
  /** Results by scenario; a scenario that the server does not support is missing. */
  readonly outcomes: Map<string, Outcome[]>
}

/** Measurements by server; one is missing if only the other was requested. */
export type Comparison = Partial<Record<Server['who'], Measured>>

interface Contestant {
  readonly server: Server
  readonly target: Target
  readonly measured: Measured
}

/** Prepares both servers, measures their start, then every scenario alternately; reports progress to `say`. */
export async function compare(options: Options, say: (line: string) => void): Promise<Comparison> {
  const chosen = chooseScenarios(options.scenarios)
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const remove = atExit(() => rmSync(folder, { recursive: true, force: true }))
  const cluster = options.engine === 'postgres' ? await startPostgres() : undefined
  const running: Running[] = []
  try {
    const contestants: Contestant[] = []
    for (const who of options.servers) contestants.push(await contestant(who, options, folder, cluster))

    say(`starting each server ${options.starts} times`)
    for (let turn = 0; turn < options.starts; turn++) {
      for (const { server, measured } of contestants) {
        const one = await start(server, options.cores?.server)
        measured.starts.push(one.started)
        await one.stop()
      }
    }
    for (const { server, measured } of contestants) {
      const one = await start(server, options.cores?.server)
      running.push(one)
      await sleep(2000)
      measured.idle = one.memory()
    }
    for (const scenario of chosen) {
      for (let round = 1; round <= options.rounds; round++) {
        for (const [index, { target, measured }] of contestants.entries()) {
          if (scenario.needsOpenid && !target.openid) continue
          const pid = running[index]?.pid ?? Number.NaN
          const plan = { ...target, ...options, pid, scenario: scenario.name }
          const outcome = await runDriver(plan, options.cores?.driver)
          measured.outcomes.set(scenario.name, [...(measured.outcomes.get(scenario.name) ?? []), outcome])
          say(
            `${scenario.name} ${round}/${options.rounds} ${measured.title}: ${Math.round(outcome.rate)}/s, ${outcome.serverCost?.toFixed(1) ?? '?'} µs each${warn(outcome)}`,
          )
        }
      }
    }
    contestants.forEach(({ measured }, index) => {
      measured.loaded = running[index]?.memory() ?? Number.NaN
    })
    return Object.fromEntries(contestants.map(({ server, measured }) => [server.who, measured]))
  } finally {
    await Promise.all(running.map((one) => one.stop()))
    await cluster?.stop()
    remove()
  }
}

async function contestant(
  who: Server['who'],
  options: Options,
  parent: string,
  cluster: Cluster | undefined,
): Promise<Contestant> {
  const folder = join(parent, who)
  mkdirSync(folder)
  const place = {
    setup,
    port: await freePort(),
    folder,
    database: cluster?.createDatabase(who) ?? `sqlite:${join(folder, 'data.db')}`,
  }
  const server = who === 'ours' ? valetkey(place) : otherServer(place, options.against)
  const target = await prepare(server, setup, options.concurrency, options.cores?.server)
  const measured = { title: server.title, starts: [], idle: Number.NaN, loaded: Number.NaN, outcomes: new Map() }
  return { server, target, measured }
}

function otherServer(place: ServerPlace, checkout: string | undefined): Server {
  if (checkout === undefined) return oidcProvider(place)
  return { ...valetkey(place, checkout), who: 'peer', title: checkout }
}

function chooseScenarios(names: readonly string[]) {
  if (names.length === 0) return scenarios
  return names.map((name) => {
    const found = scenarios.find((scenario) => scenario.name === name)
    if (found === undefined) {
      throw new Error(`there is no scenario "${name}"; there are ${scenarios.map((one) => one.name).join(', ')}`)
    }
    return found
  })
}

/** Lists the reasons why a run may be unreliable. */
function warn({ failed, failures, driverLoad, longest }: Outcome): string {
  const signs = [
    failed > 0 && `${failed} FAILED: ${failures[0]}`,
    longest > 1000 && `stalled for ${(longest / 1000).toFixed(1)} s`,
    driverLoad > 0.9 && "the driver's core is full",
  ]
  return signs.map((sign) => (sign === false ? '' : ` · ${sign}`)).join('')
}
