import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'

/** The command line of the server, as an operator starts it. */
export const program = join(import.meta.dirname, '../../packages/server/bin/valetkey.js')

/** One server process that can be ended in any way and started again on the same port. */
export interface ServerNode {
  readonly port: number
  /** The issuer's host, which requests to every node name. */
  readonly host: string
  readonly pid: number | undefined
  /**
   * Starts it and waits until it says that it is ready; throws with what it printed when it ends instead. Another
   * version's command line may be named, which it keeps to at later starts.
   */
  start(version?: string): Promise<void>
  /** Sends a signal and waits for the end; returns the exit code, null for one that a signal ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>
  /** Resident memory in megabytes: all of it, and what is the process's own, without files that are mapped. */
  memory(): { readonly all: number; readonly own: number }
  /**
   * Milliseconds of processor time that its event loop has used: the main thread's alone, so neither hashing nor other
   * processes on a busy machine count.
   */
  eventLoopTime(): number
  /** Its last output, if it exited unexpectedly. */
  collapse(): string | undefined
  /** Failures that it logged since it was made: each is a response of 500, or a background job that failed. */
  failures(): readonly string[]
}

/** Describes a node; it is not started yet. */
export function createServerNode(options: {
  readonly port: number
  readonly issuer: string
  readonly config: string
  readonly env: Readonly<Record<string, string>>
  readonly program?: string | undefined
}): ServerNode {
  const { port, config, env } = options
  let child: ChildProcess | undefined
  let current = options.program ?? program
  let kill = () => {}
  const failures: string[] = []
  let said = ''
  let isToldToEnd = false
  const isOver = (one: ChildProcess) => one.exitCode !== null || one.signalCode !== null

  return {
    port,
    host: new URL(options.issuer).host,
    get pid() {
      return child?.pid
    },
    async start(version = current) {
      current = version
      const started = spawn(process.execPath, [current, 'serve', '--config', config, '--port', String(port)], {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, NODE_ENV: 'production', VALETKEY_LOG: 'error', ...env },
      })
      child = started
      isToldToEnd = false
      kill = atExit(() => started.kill('SIGKILL'))
      said = ''
      started.stderr.on('data', (text) => {
        said = `${said}${text}`.slice(-4000)
        failures.push(
          ...String(text)
            .split('\n')
            .filter((line) => line.includes('"level":50')),
        )
        failures.splice(200)
      })
      await new Promise<void>((resolve, reject) => {
        started.stdout.once('data', () => resolve())
        started.once('exit', () => reject(new Error(`the server did not start:\n${said}`)))
        setTimeout(() => reject(new Error(`the server is not ready after 60 s:\n${said}`)), 60_000).unref()
      })
    },
    async end(signal) {
      const running = child
      if (running === undefined) return null
      if (!isOver(running)) {
        isToldToEnd = true
        const gone = once(running, 'exit')
        running.kill(signal)
        const late = setTimeout(() => running.kill('SIGKILL'), 15_000)
        await gone
        clearTimeout(late)
      }
      kill()
      return running.exitCode
    },
    memory: () => {
      const status = readFileSync(`/proc/${child?.pid}/status`, 'utf8')
      const read = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+) kB`).exec(status)?.[1]) / 1024
      return { all: read('VmRSS'), own: read('RssAnon') }
    },
    eventLoopTime: () => Number(readFileSync(`/proc/${child?.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6,
    collapse: () => {
      const isOverUnasked = child !== undefined && isOver(child) && !isToldToEnd
      return isOverUnasked ? `node ${port} ended with ${child?.exitCode ?? child?.signalCode}: ${said}` : undefined
    },
    failures: () => failures,
  }
}
