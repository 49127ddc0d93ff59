import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { atExit } from './at-exit.ts'
import type { Server } from './server.ts'

/** A running server. */
export interface Running {
  readonly pid: number
  /** Seconds from spawning to the first 200 of the metadata. */
  readonly started: number
  /** Returns the resident megabytes of the process and its children. */
  memory(): number
  stop(): Promise<void>
}

const metadataPath = '/.well-known/openid-configuration'

/** Starts `server` on its core and waits until it serves its metadata. @throws Error with its output if it does not */
export async function start(server: Server, core: number | undefined): Promise<Running> {
  const began = performance.now()
  const child = spawnOn(core, server.command, { NODE_ENV: 'production', ...server.env })
  let output = ''
  child.stdout?.on('data', (text) => {
    output = `${output}${text}`.slice(-4000)
  })
  child.stderr?.on('data', (text) => {
    output = `${output}${text}`.slice(-4000)
  })
  const { pid = Number.NaN } = child
  while ((await status(server)) !== 200) {
    if (child.exitCode !== null || performance.now() - began > 30_000) {
      child.kill()
      throw new Error(`${server.title} did not start:\n${output}`)
    }
    await sleep(4)
  }
  return {
    pid,
    started: (performance.now() - began) / 1000,
    memory: () => residentMegabytes(pid),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), 5000)
      await gone
      clearTimeout(late)
    },
  }
}

/** Starts Node with `args`, bound to a core if one is given. */
export function spawnOn(
  core: number | undefined,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const command = [process.execPath, ...args]
  const [file = '', ...rest] = core === undefined ? command : ['taskset', '-c', String(core), ...command]
  const child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'pipe'], env: { ...process.env, ...env } })
  child.once(
    'exit',
    atExit(() => child.kill()),
  )
  return child
}

/** Fetches the metadata of a running server. */
export async function metadata(server: Server): Promise<Record<string, unknown>> {
  const response = await fetch(`${server.issuer}${metadataPath}`)
  const body: unknown = await response.json()
  return typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}
}

function status({ issuer, port }: Server): Promise<number | undefined> {
  const headers = { host: new URL(issuer).host }
  const options = {
    host: '127.0.0.1',
    port,
    path: metadataPath,
    headers,
    agent: false,
    signal: AbortSignal.timeout(2000),
  }
  return new Promise((resolve) => {
    request(options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode))
    })
      .on('error', () => resolve(undefined))
      .end()
  })
}

function residentMegabytes(pid: number): number {
  const own = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return Number(own?.[1] ?? Number.NaN) / 1024 + children.reduce((sum, child) => sum + residentMegabytes(child), 0)
}
