import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from './at-exit.ts'
import { freePort } from './free-port.ts'

/** A private PostgreSQL cluster, in a folder that is removed with it. */
export interface Cluster {
  /** Creates an empty database and returns its URL. */
  createDatabase(name: string): string
  stop(): Promise<void>
}

/** PostgreSQL is not installed. Every other error at the start is a failure. */
export class PostgresMissing extends Error {
  override readonly name = 'PostgresMissing'
}

/** Starts a cluster that makes every commit durable, on a random port of the loopback interface. */
export async function startPostgres(): Promise<Cluster> {
  const programs = findPrograms()
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'bench-postgres-'))
  const remove = atExit(() => removeFolder(folder))
  const account = accountForServer()
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const as = { ...account, cwd: folder, stdio: 'pipe', env: { ...process.env, LC_ALL: 'C' } } as const
  const init = (into: string) =>
    execFileSync(join(programs, 'initdb'), ['-D', into, '-U', 'bench', '--auth=trust', '-E', 'UTF8'], as)
  createData(data, init)
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    shared_buffers: '128MB',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(programs, 'postgres'), ['-D', data, ...flags], { ...as, stdio: 'ignore' })
  const kill = atExit(() => server.kill('SIGQUIT'))
  const psql = (command: string) =>
    execFileSync(
      join(programs, 'psql'),
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'bench', '-d', 'postgres', '-qc', command],
      { stdio: 'pipe' },
    )
  await untilReady(() => psql('SELECT 1'))
  return {
    createDatabase(name) {
      psql(`CREATE DATABASE "${name}"`)
      return `postgres://bench@127.0.0.1:${port}/${name}`
    },
    async stop() {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      kill()
      await gone
      remove()
    },
  }
}

/**
 * Initializes the data of a cluster. A run of the gate initializes it once and copies it afterwards, which takes a tenth of the
 * processor time.
 */
function createData(data: string, init: (into: string) => unknown): void {
  const shared = process.env.VALETKEY_TEST_FOLDER
  if (shared === undefined) return void init(data)
  const template = join(shared, 'postgres')
  const copy = (from: string, to: string) => execFileSync('cp', ['-a', from, to])
  if (existsSync(template)) return void copy(template, data)
  init(data)
  const draft = `${template}.${process.pid}`
  copy(data, draft)
  if (existsSync(template)) rmSync(draft, { recursive: true })
  else renameSync(draft, template)
}

/** Removes a folder to which exiting PostgreSQL processes may still be writing. */
function removeFolder(folder: string): void {
  for (let left = 50; ; left--) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
      if (left === 0 || !existsSync(folder)) return
    } catch (error) {
      if (left === 0) throw error
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  }
}

/** Returns the newest installation; throws if there is none. */
function findPrograms(): string {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const [newest] = versions.filter((version) => existsSync(join(root, version, 'bin/initdb')))
  if (newest === undefined) throw new PostgresMissing(`PostgreSQL is not installed under ${root}`)
  return join(root, newest, 'bin')
}

/** Returns the account `postgres` if this process is root, since PostgreSQL refuses to run as root. */
function accountForServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = /^postgres:[^:]*:(\d+):(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))
  if (line === null) throw new Error('run as another user than root, or add the account "postgres"')
  return { uid: Number(line[1]), gid: Number(line[2]) }
}

async function untilReady(attempt: () => unknown): Promise<void> {
  for (let left = 100; ; left--) {
    try {
      attempt()
      return
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
