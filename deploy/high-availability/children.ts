import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../../bench/servers/at-exit.ts'

/** A program to start. Run as root, it gets the user `postgres`, unless `asUs` is set. */
export interface Program {
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Working directory, which also contains the log. */
  readonly folder: string
  readonly log: string
  readonly asUs?: boolean
}

/** Starts a program that logs to a file and is killed when this process exits. */
export function startProgram({ file, args = [], env = {}, folder, log, asUs = false }: Program): ChildProcess {
  mkdirSync(folder, { recursive: true })
  const output = openSync(join(folder, `${log}.log`), 'a')
  const child = spawn(file, args, {
    ...(asUs ? {} : databaseUser()),
    cwd: folder,
    env: { ...process.env, LC_ALL: 'C.UTF-8', ...env },
    stdio: ['ignore', output, output],
  })
  child.once('error', (error) => {
    throw new Error(`${file} could not be started: ${error.message}`)
  })
  child.once(
    'exit',
    atExit(() => child.kill('SIGKILL')),
  )
  return child
}

/** Sends a signal to a program and waits until it has exited. */
export async function endProgram(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** Returns the user `postgres` if this process is root, since PostgreSQL refuses to run as root. */
export function databaseUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  if (uid === undefined || gid === undefined) throw new Error('there is no user "postgres"')
  return { uid, gid }
}

/** Returns the `bin` folder of the newest installed PostgreSQL, or undefined. */
export function findPostgres(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const [newest] = versions.filter((version) => existsSync(join(root, version, 'bin/initdb')))
  return newest === undefined ? undefined : join(root, newest, 'bin')
}

/** Lists the programs that are not installed. */
export function findMissing(programs: readonly string[]): readonly string[] {
  return programs.filter((name) => !findProgram(name))
}

/** Returns the path of a program, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin']
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** Sends a signal to all processes of the PostgreSQL server that uses a data folder, if one is running. */
export function signalPostgres(data: string, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  const postmaster = findPostmaster(data)
  if (postmaster === undefined) return
  const children = readOr(`/proc/${postmaster}/task/${postmaster}/children`).split(' ').filter(Boolean).map(Number)
  for (const pid of [postmaster, ...children]) send(pid, signal)
}

/** Stops the PostgreSQL server of a data folder immediately; it still releases its shared memory. */
export function stopPostgres(data: string): void {
  signalPostgres(data, 'SIGCONT')
  const postmaster = findPostmaster(data)
  if (postmaster !== undefined) send(postmaster, 'SIGQUIT')
}

function findPostmaster(data: string): number | undefined {
  const postmaster = Number(readOr(join(data, 'postmaster.pid')).split('\n')[0])
  return postmaster > 1 && readOr(`/proc/${postmaster}/cmdline`).includes(data) ? postmaster : undefined
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has exited in the meantime.
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Removes a folder, and retries for five seconds while processes that are exiting still write to it. */
export function removeFolder(folder: string): void {
  for (let left = 50; left > 0; left--) {
    try {
      rmSync(folder, { recursive: true, force: true })
      if (!existsSync(folder)) return
    } catch {
      // A process has just written a file.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
}
