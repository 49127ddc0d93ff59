import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { atExit } from '../../bench/servers/at-exit.ts'

/** Runs a program with its output in a file, as the user `postgres` where we are root; it does not outlive us. */
export interface Program {
  readonly file: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** A folder for its log. */
  readonly folder: string
  readonly log: string
  readonly asUs?: boolean
}

/** Starts a program. */
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
    throw new Error(`${file} cannot be run: ${error.message}`)
  })
  child.once(
    'exit',
    atExit(() => child.kill('SIGKILL')),
  )
  return child
}

/** Ends a program and waits for its end. */
export async function endProgram(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package made. */
export function databaseUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' })))
  if (uid === undefined || gid === undefined) throw new Error('there is no user "postgres"')
  return { uid, gid }
}

/** Returns the folder of the newest PostgreSQL programs, or nothing. */
export function findPostgres(): string | undefined {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : []
  const [newest] = versions.filter((version) => existsSync(join(root, version, 'bin/initdb')))
  return newest === undefined ? undefined : join(root, newest, 'bin')
}

/** Names which of some programs are not on this machine. */
export function findMissing(programs: readonly string[]): readonly string[] {
  return programs.filter((name) => !findProgram(name))
}

/** Returns the path of a program, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/sbin', '/usr/bin']
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file))
}

/** Sends a signal to all processes of the PostgreSQL in a data folder, where it runs. */
export function signalPostgres(data: string, signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  const postmaster = findPostmaster(data)
  if (postmaster === undefined) return
  const children = readOr(`/proc/${postmaster}/task/${postmaster}/children`).split(' ').filter(Boolean).map(Number)
  for (const pid of [postmaster, ...children]) send(pid, signal)
}

/** Stops the PostgreSQL in a data folder at once, and lets it tidy up the memory it shares. */
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
    // It has just ended.
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** Removes a folder to which processes may still be writing in their last moments. */
export function removeFolder(folder: string): void {
  for (let left = 50; left > 0; left--) {
    try {
      rmSync(folder, { recursive: true, force: true })
      if (!existsSync(folder)) return
    } catch {
      // Something was written just now.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
  }
}
