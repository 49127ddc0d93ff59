import type { ChildProcess } from 'node:child_process'
import { chownSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { atExit } from '../../bench/servers/at-exit.ts'
import {
  databaseUser,
  endProgram,
  findPostgres,
  findProgram,
  signalPostgres,
  startProgram,
  stopPostgres,
} from './children.ts'

/** Maps the addresses of the documented configuration files to loopback addresses. */
export interface Network {
  /** Replaces each documented address in a text (10.0.0.11) by one of this machine (127.x.y.11). */
  local(text: string): string
}

/** Chooses loopback addresses at random, so that two runs at once do not collide. */
export function createNetwork(): Network {
  const part = () => 2 + Math.floor(Math.random() * 250)
  const prefix = `127.${part()}.${part()}.`
  return { local: (text) => text.replaceAll('10.0.0.', prefix) }
}

/** A database machine: etcd, and Patroni with its PostgreSQL. */
export interface Machine {
  readonly name: string
  readonly address: string
  readonly rest: string
  start(): void
  /** Kills its PostgreSQL; Patroni keeps running. */
  crash(): void
  /** Suspends or resumes all its processes, as when a virtual machine is moved or a disk hangs. */
  freeze(isFrozen: boolean): void
  /** Kills all its processes at once, as a power cut would. */
  cutPower(): Promise<void>
}

/** Patroni's description of one member of the cluster. */
export interface Member {
  readonly name: string
  readonly role: string
  readonly state: string
  readonly timeline?: number
  readonly lag?: number | string
}

/** The passwords of a run. */
export const secrets = {
  PATRONI_SUPERUSER_PASSWORD: 'superuser-of-this-run',
  PATRONI_REPLICATION_PASSWORD: 'replication-of-this-run',
  PATRONI_RESTAPI_USERNAME: 'patroni',
  PATRONI_RESTAPI_PASSWORD: 'rest-of-this-run',
} as const

/** Creates a database machine, with its files in a folder of its own. */
export function createMachine(number: number, base: string, network: Network): Machine {
  const name = `db${number}`
  const folder = join(base, name)
  const address = network.local(`10.0.0.1${number}`)
  const user = databaseUser()
  for (const each of [folder, join(folder, 'run'), join(folder, 'lib'), join(folder, 'etcd')]) {
    mkdirSync(each, { recursive: true })
    if (user !== undefined) chownSync(each, user.uid, user.gid)
  }
  const data = join(folder, 'lib', '15', 'valetkey')
  const patroniFile = join(folder, 'patroni.yml')
  writeFileSync(patroniFile, patroniConfig(name, folder, address, network))
  let etcd: ChildProcess | undefined
  let patroni: ChildProcess | undefined
  atExit(() => {
    patroni?.kill('SIGKILL')
    stopPostgres(data)
  })
  return {
    name,
    address,
    rest: `http://${address}:8008`,
    start() {
      const env = etcdEnvironment(name, folder, address, network)
      etcd = startProgram({ file: need('etcd'), env, folder, log: 'etcd' })
      patroni = startProgram({ file: need('patroni'), args: [patroniFile], env: secrets, folder, log: 'patroni' })
    },
    crash: () => signalPostgres(data, 'SIGKILL'),
    freeze(isFrozen) {
      const signal = isFrozen ? 'SIGSTOP' : 'SIGCONT'
      signalPostgres(data, signal)
      for (const child of [patroni, etcd]) child?.kill(signal)
    },
    async cutPower() {
      signalPostgres(data, 'SIGKILL')
      await Promise.all([endProgram(patroni, 'SIGKILL'), endProgram(etcd, 'SIGKILL')])
      signalPostgres(data, 'SIGKILL')
    },
  }
}

function patroniConfig(name: string, folder: string, address: string, network: Network): string {
  const text = readFileSync(join(import.meta.dirname, 'patroni.yml'), 'utf8')
  return network
    .local(replaceAll(text, '10.0.0.11:8008', `${address}:8008`))
    .replace('name: db1', `name: ${name}`)
    .replaceAll(/((?:listen|connect_address): )[\d.]+:5432/g, `$1${address}:5432`)
    .replaceAll(/127\.\d+\.\d+\.0\/24/g, '127.0.0.0/8')
    .replaceAll('/var/lib/postgresql', join(folder, 'lib'))
    .replaceAll('/run/postgresql', join(folder, 'run'))
    .replaceAll(/\/usr\/lib\/postgresql\/\d+\/bin/g, findPostgres() ?? '')
}

function etcdEnvironment(name: string, folder: string, address: string, network: Network): Record<string, string> {
  const text = readFileSync(join(import.meta.dirname, 'etcd.env'), 'utf8')
  const lines = text.split('\n').filter((line) => line.startsWith('ETCD_'))
  const entries = lines.map((line): [string, string] => {
    const [key = '', ...value] = line.split('=')
    const ofCluster = key === 'ETCD_INITIAL_CLUSTER'
    const own = ofCluster ? value.join('=') : value.join('=').replace('10.0.0.11', address)
    return [key, network.local(own)]
  })
  return { ...Object.fromEntries(entries), ETCD_NAME: name, ETCD_DATA_DIR: join(folder, 'etcd', 'data') }
}

function replaceAll(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`${from} is not in the file`)
  return text.replaceAll(from, to)
}

function need(program: string): string {
  const found = findProgram(program)
  if (found === undefined) throw new Error(`${program} is not installed`)
  return found
}

/** Returns the members of the cluster from the first Patroni that responds; none if no Patroni does. */
export async function readCluster(machines: readonly Machine[]): Promise<readonly Member[]> {
  for (const { rest } of machines) {
    try {
      const answer = await fetch(`${rest}/cluster`, { signal: AbortSignal.timeout(1500) })
      const { members } = (await answer.json()) as { members: readonly Member[] } // Patroni's own format
      return members
    } catch {
      // This machine is down.
    }
  }
  return []
}

/** Waits until the cluster has one leader and this many standbys that stream from it; returns the leader's name. */
export async function untilHealthy(machines: readonly Machine[], standbys: number, seconds = 90): Promise<string> {
  const end = Date.now() + seconds * 1000
  for (;;) {
    const members = await readCluster(machines)
    const leader = members.find(({ role, state }) => role === 'leader' && state === 'running')
    const following = members.filter(
      ({ role, state, timeline }) =>
        role !== 'leader' && ['running', 'streaming'].includes(state) && timeline === leader?.timeline,
    )
    const isSynchronous = members.some(({ role }) => role === 'sync_standby')
    if (leader && following.length >= standbys && isSynchronous) return leader.name
    if (Date.now() > end) throw new Error(`the cluster did not become healthy: ${JSON.stringify(members)}`)
    await sleep(250)
  }
}

/** Makes the synchronous standby the primary, as for planned maintenance. */
export async function switchOver(machines: readonly Machine[], leader: string): Promise<void> {
  const machine = machines.find(({ name }) => name === leader)
  if (machine === undefined) throw new Error(`there is no machine ${leader}`)
  await command(machine, 'POST', '/switchover', { leader })
}

/** Sets the seconds after which a primary that does not respond is replaced. */
export async function setTtl(machine: Machine, ttl: number): Promise<void> {
  await command(machine, 'PATCH', '/config', { ttl })
}

async function command({ rest }: Machine, method: string, path: string, body: unknown): Promise<void> {
  const pair = `${secrets.PATRONI_RESTAPI_USERNAME}:${secrets.PATRONI_RESTAPI_PASSWORD}`
  const answer = await fetch(`${rest}${path}`, {
    method,
    headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(60_000),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
}
