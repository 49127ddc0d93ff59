import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

const binary = path.join(import.meta.dirname, '..', '..', 'bin', 'valetkey.js')

/** The result of a command. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A server started from the command line. */
export interface Served {
  readonly issuer: string
  /** Its message when it was ready. */
  readonly said: string
  /** Its log so far. */
  log(): string
  readonly process: ChildProcess
  /** Stops it and returns its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export interface RunOptions {
  readonly input?: string
  readonly env?: NodeJS.ProcessEnv
  /** The working directory; by default that of the tests. */
  readonly cwd?: string
}

/** A folder with its own configuration and database, and the real command line to use on it. */
export interface Place {
  readonly folder: string
  readonly file: string
  readonly database: string
  readonly issuer: string
  /** Rewrites the configuration with these members in addition to the issuer and database. */
  write(members?: object): void
  run(args: readonly string[], options?: RunOptions): Promise<Ran>
  /** Runs a command on this configuration with `--json`, and parses its output. */
  json(...args: readonly string[]): Promise<Answer>
  /** Starts the server, optionally with further arguments. */
  serve(...args: readonly string[]): Promise<Served>
  /** Starts the server with a log level. */
  serveLogging(level: string, ...args: readonly string[]): Promise<Served>
}

/** The JSON of an output, as a test reads it. */
export type Answer = Readonly<Record<string, unknown>> & { readonly length: number }

/** The API of most tests. */
export const contacts = {
  identifier: 'https://contacts.example.com',
  name: 'Contacts',
  scopes: [{ name: 'read', description: 'See your contacts' }],
}

/** Creates a folder for a test file and removes it after the tests. */
export async function createPlace(members: object = { apis: [contacts] }): Promise<Place> {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-cli-'))
  const file = path.join(folder, 'valetkey.yaml')
  const database = path.join(folder, 'valetkey.db')
  const issuer = `http://localhost:${await freePort()}`
  const running: Pick<Served, 'stop'>[] = []
  after(async () => {
    for (const one of running) await one.stop('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const place: Place = {
    folder,
    file,
    database,
    issuer,
    write(more = {}) {
      // JSON is YAML.
      writeFileSync(file, JSON.stringify({ issuer, database: `sqlite:${database}`, ...more }), { mode: 0o600 })
    },
    async run(args, { input = '', env = {}, cwd } = {}) {
      const child = start(args, env, cwd)
      child.stdin?.end(input)
      return finish(child)
    },
    async json(...args) {
      const { code, stdout, stderr } = await place.run([...args, '--config', file, '--json'])
      if (stdout === '') throw new Error(`${args.join(' ')} ended with ${code}: ${stderr}`)
      return JSON.parse(stdout)
    },
    serve: (...args) => place.serveLogging('silent', ...args),
    async serveLogging(level, ...args) {
      const child = start(['serve', '--config', file, ...args], { VALETKEY_LOG: level })
      let log = ''
      child.stderr?.on('data', (chunk) => {
        log += chunk
      })
      const ended = finish(child)
      const ready = new Promise<string>((resolve) => {
        child.stdout?.once('data', (chunk) => resolve(String(chunk)))
      })
      const failed = ended.then((ran) => Promise.reject(new Error(`serve ended with ${ran.code}: ${ran.stderr}`)))
      const served = {
        issuer,
        log: () => log,
        process: child,
        async stop(signal: NodeJS.Signals = 'SIGTERM') {
          child.kill(signal)
          return (await ended).code
        },
      }
      running.push(served)
      const said = await Promise.race([ready, failed])
      failed.catch(() => undefined)
      return { ...served, said }
    },
  }
  place.write(members)
  return place
}

function start(args: readonly string[], env: NodeJS.ProcessEnv, cwd?: string): ChildProcess {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith('VALETKEY_'))
  return spawn(process.execPath, [binary, ...args], { cwd, env: { ...Object.fromEntries(clean), ...env } })
}

async function finish(child: ChildProcess): Promise<Ran> {
  let stdout = ''
  let stderr = ''
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port')
  return address.port
}

/** Waits until a condition is true, at most a second, in which a command's change must take effect. */
export async function withinASecond(isSo: () => Promise<boolean>): Promise<boolean> {
  const end = Date.now() + 1000
  while (Date.now() < end) {
    if (await isSo()) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return isSo()
}
