import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { atExit } from './at-exit.ts'
import { freePort } from './free-port.ts'

/** A PostgreSQL cluster of our own that can be stopped, frozen and brought back. */
export interface Cluster {
  /** Makes an empty database and returns its URL; with a folder, the database lies in it. */
  createDatabase(name: string, folder?: string): string
  /** Runs SQL and returns its rows, with `|` between columns. */
  sql(text: string, database?: string): string
  /** Copies a database into a file with `pg_dump` while others work with it. */
  dump(database: string, file: string): Promise<void>
  /** Makes a database of such a file. */
  restore(file: string, database: string): Promise<void>
  start(): Promise<void>
  /** `immediate` is what a crash is like: no checkpoint, recovery at the next start. */
  stop(mode: 'fast' | 'immediate'): Promise<void>
  /** Stops every process of the cluster in its tracks, so that it takes connections and answers nothing; or lets it go on. */
  freeze(frozen: boolean): void
  /** Stops it and removes all that it kept. */
  remove(): void
}

const root = '/usr/lib/postgresql'

/** Returns what is missing to run a cluster here, or undefined. */
export function missingPostgres(): string | undefined {
  if (programs() === undefined) return `there is no PostgreSQL under ${root}`
  if (process.getuid?.() === 0 && postgresAccount() === undefined)
    return 'root may not run it, and there is no account "postgres"'
  return undefined
}

/**
 * Starts a cluster whose every commit is durable, on a random port of the loopback interface.
 * @param env what its processes find in their environment, such as another clock
 */
export async function startPostgres(env: Readonly<Record<string, string>> = {}): Promise<Cluster> {
  const bin = programs()
  if (bin === undefined) throw new Error(missingPostgres())
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'reliability-postgres-'))
  const account = process.getuid?.() === 0 ? postgresAccount() : undefined
  if (account !== undefined) chownSync(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const as = { ...account, cwd: folder, env: { ...process.env, LC_ALL: 'C', ...env }, stdio: 'ignore' } as const
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: folder,
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
  }
  const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const control = (...args: readonly string[]) =>
    promisify(execFile)(join(bin, 'pg_ctl'), ['-D', data, '-w', ...args], as)
  const processes = () =>
    isRunning() ? family(Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])) : []
  const isRunning = () => spawnSync(join(bin, 'pg_ctl'), ['-D', data, 'status'], as).status === 0
  const to = (database: string) => ['-h', '127.0.0.1', '-p', String(port), '-U', 'reliability', '-d', database]
  const sql = (text: string, database = 'postgres') =>
    execFileSync(join(bin, 'psql'), [...to(database), '-v', 'ON_ERROR_STOP=1', '-qAtc', text], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
    }).trim()
  const tool = async (name: string, ...args: readonly string[]) =>
    void (await promisify(execFile)(join(bin, name), args, { timeout: 60_000 }))
  const freeze = (frozen: boolean) => {
    for (const pid of processes()) signal(pid, frozen ? 'SIGSTOP' : 'SIGCONT')
  }
  const remove = atExit(() => {
    freeze(false)
    spawnSync(join(bin, 'pg_ctl'), ['-D', data, '-w', '-m', 'immediate', 'stop'], as)
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
  })
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'reliability', '--auth=trust', '-E', 'UTF8', '--no-sync'], as)
  const start = async () => void (await control('-l', join(folder, 'log'), '-o', flags.join(' '), 'start'))
  await start()
  return {
    createDatabase(name, place) {
      if (place !== undefined && account !== undefined) chownSync(place, account.uid, account.gid)
      if (place !== undefined) sql(`CREATE TABLESPACE "${name}" LOCATION '${place}'`)
      sql(`CREATE DATABASE "${name}"${place === undefined ? '' : ` TABLESPACE "${name}"`}`)
      return `postgres://reliability@127.0.0.1:${port}/${name}`
    },
    sql,
    dump: (database, file) => tool('pg_dump', ...to(database), '-Fc', '-f', file),
    async restore(file, database) {
      sql(`CREATE DATABASE "${database}"`)
      await tool('pg_restore', ...to(database), '--exit-on-error', file)
    },
    start,
    async stop(mode) {
      freeze(false)
      if (isRunning()) await control('-m', mode, 'stop')
    },
    freeze,
    remove,
  }
}

function programs(): string | undefined {
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
}

/** PostgreSQL refuses to run as root: then it runs as the account that its package made. */
function postgresAccount(): { readonly uid: number; readonly gid: number } | undefined {
  const line = /^postgres:[^:]*:(\d+):(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))
  return line === null ? undefined : { uid: Number(line[1]), gid: Number(line[2]) }
}

function family(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
  return [pid, ...children]
}

/** Signals a process; one that ended by itself since it was listed needs no signal. */
function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
