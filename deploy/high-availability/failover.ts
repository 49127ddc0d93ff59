// Fails the primary of three PostgreSQL nodes under load and reports the effect on clients: npm run failover
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { atExit } from '../../bench/servers/at-exit.ts'
import { freePort } from '../../bench/servers/free-port.ts'
import { findMissing, findPostgres, removeFolder } from './children.ts'
import { createApi } from './clients.ts'
import { type Figures, toFigures } from './figures.ts'
import { type Broken, checkLedger, createLedger, type Ledger } from './ledger.ts'
import { keySetWorker, startLoad } from './load.ts'
import { createMachine, createNetwork, type Machine, setTtl, switchOver, untilHealthy } from './machines.ts'
import { createDatabase, startNodes } from './nodes.ts'

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '1' }, ttl: { type: 'string' }, keep: { type: 'boolean' } },
})

const missing = [...findMissing(['etcd', 'patroni', 'haproxy']), ...(findPostgres() === undefined ? ['postgres'] : [])]
if (missing.length > 0 || process.platform !== 'linux') {
  console.error(
    `not installed: ${missing.join(', ')}. On Debian: apt-get install --no-install-recommends postgresql patroni python3-etcd etcd-server haproxy`,
  )
  process.exit(1)
}

const folder = mkdtempSync(join(tmpdir(), 'valetkey-failover-'))
chmodSync(folder, 0o755)
// Registered first, so that it runs last, after all programs have exited.
if (!values.keep) atExit(() => removeFolder(folder))
const isHeld = await run(Number(values.rounds))
process.exit(isHeld ? 0 : 1)

async function run(rounds: number): Promise<boolean> {
  const network = createNetwork()
  const machines = [1, 2, 3].map((number) => createMachine(number, folder, network))
  const ledger = createLedger()
  say('starting three machines with etcd, Patroni and PostgreSQL')
  for (const machine of machines) machine.start()
  const first = named(machines, await untilHealthy(machines, 2))
  if (values.ttl !== undefined) await setTtl(first, Number(values.ttl))
  await createDatabase(first)
  say('starting two nodes, each with a proxy to the primary, and a proxy in front')
  const nodes = await startNodes(folder, await freePort(), network)
  const api = createApi(nodes.issuer, (seen) => ledger.seen.push(seen))
  const load = await startLoad({ issuer: nodes.issuer, api, ledger })
  await sleep(5000)
  const lines: [string, Figures][] = []
  for (let round = 1; round <= rounds; round++) {
    const primary = named(machines, await untilHealthy(machines, 2))
    say(`cutting the power of ${primary.name}, the primary`)
    const failure = await observe(ledger, () => primary.cutPower(), 25_000)
    lines.push([`power cut of ${primary.name}`, failure])
    say(`starting ${primary.name} again`)
    const back = Date.now()
    primary.start()
    const leader = await untilHealthy(machines, 2)
    say(`${primary.name} follows ${leader} after ${seconds(Date.now() - back)}`)
    say(`switching over from ${leader} to its synchronous standby`)
    lines.push([`switchover from ${leader}`, await observe(ledger, () => switchOver(machines, leader), 10_000)])
    const crashed = named(machines, await untilHealthy(machines, 2))
    say(`killing PostgreSQL on ${crashed.name}, the primary`)
    const crash = await observe(ledger, async () => crashed.crash(), 15_000)
    lines.push([`crash of PostgreSQL on ${crashed.name}`, crash])
    const frozen = named(machines, await untilHealthy(machines, 2))
    say(`freezing ${frozen.name}, the primary, for 20 s`)
    lines.push([`${frozen.name} frozen for 20 s`, await observe(ledger, () => freezeFor20Seconds(frozen), 25_000)])
  }
  await untilHealthy(machines, 2)
  await load.end()
  if (nodes.exited().length > 0) throw new Error(`nodes exited unexpectedly: ${nodes.exited()}`)
  say('checking every change that was acknowledged with 200')
  const direct = nodes.origins.map((origin) => createApi(origin, () => undefined))
  const isHeld = report(lines, ledger, await checkLedger(ledger, direct))
  await nodes.stop()
  return isHeld
}

async function freezeFor20Seconds(machine: Machine): Promise<void> {
  machine.freeze(true)
  await sleep(20_000)
  machine.freeze(false)
}

/** Causes a failure and measures its effect on clients during `forMs` milliseconds. */
async function observe(ledger: Ledger, act: () => Promise<void>, forMs: number): Promise<Figures> {
  const failedAt = Date.now()
  await act()
  await sleep(Math.max(0, failedAt + forMs - Date.now()))
  return toFigures(
    ledger.seen.filter(({ worker }) => worker !== keySetWorker),
    failedAt,
    Date.now(),
  )
}

function report(lines: readonly (readonly [string, Figures])[], ledger: Ledger, broken: Broken): boolean {
  for (const [what, { recovered, longestOutage, slowest, statuses }] of lines) {
    console.log(`\n${what}`)
    print('recovery: first success after the last failed request', seconds(recovered))
    print('longest time a client was without a successful response', seconds(longestOutage))
    print('slowest response', seconds(slowest))
    print('responses by status', JSON.stringify(statuses))
  }
  const wrong = ledger.seen.filter(({ status }) => status >= 500 && status !== 503).length
  const hangs = ledger.seen.filter(({ began, ended }) => ended - began > 5000).length
  const unanswered = ledger.seen.filter(({ status }) => status === 0).length
  const keySets = ledger.seen.filter(({ worker, status }) => worker === keySetWorker && status !== 200).length
  console.log('\ntotal of the run')
  print('requests', ledger.seen.length)
  print('5xx responses other than 503', wrong)
  print('requests without a response', unanswered)
  print('failed requests for the key set', keySets)
  print('responses that took longer than 5 s', hangs)
  print(`tokens lost of ${ledger.alive.size} that were acknowledged`, broken.lost)
  print(`revocations lost of ${ledger.revoked.size} that were acknowledged`, broken.resurrected)
  print(`codes redeemed twice of ${ledger.codes.length}`, broken.doubles)
  print('token families that forked', broken.forks)
  print(`token families unusable at the end, of ${ledger.families.length}`, broken.deadFamilies)
  print('clients that lost their token family', ledger.loggedOut.length === 0 ? 0 : ledger.loggedOut.join(', '))
  const { lost, resurrected, doubles, forks, deadFamilies } = broken
  return [wrong, hangs, unanswered, lost, resurrected, doubles, forks, deadFamilies].every((number) => number === 0)
}

function print(what: string, value: string | number): void {
  console.log(`  ${what.padEnd(58)} ${value}`)
}

function named(machines: readonly Machine[], name: string): Machine {
  const machine = machines.find((each) => each.name === name)
  if (machine === undefined) throw new Error(`there is no machine ${name}`)
  return machine
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}

function say(sentence: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${sentence}`)
}
