import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after } from 'node:test'

/** Installs packages, which takes minutes the first time; without it, what is installed is used, and the rest is skipped. */
const mayInstall = process.env.VALETKEY_TEST_LANGUAGES === '1'
const root = path.join(import.meta.dirname, '../../..')
const work = mkdtempSync(path.join(tmpdir(), 'valetkey-snippets-'))
after(() => rmSync(work, { recursive: true, force: true }))

/** How to run the programs of one language. */
export interface Runner {
  readonly language: string
  /** Why it cannot run here; undefined if it can. */
  readonly obstacle: () => string | undefined
  /** The text is typed into the program itself, which then reads answers from the same input. */
  readonly isPasted?: true
  /** Prepares the folder of a program, and returns how to start it. */
  readonly start: (folder: string, file: string) => readonly [command: string, ...args: readonly string[]]
}

const succeeds = (command: string, ...args: readonly string[]) => spawnSync(command, args, { cwd: work }).status === 0
const node = (language: string): Runner => ({
  language,
  obstacle: () => undefined,
  start: (folder, file) => {
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
    return [process.execPath, file]
  },
})

/** Debian's Python, since its packages are not visible to others. */
const python = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3'

/** One for each language. */
export const runners: readonly Runner[] = [
  {
    language: 'curl',
    obstacle: () =>
      ['curl', 'openssl', 'bash'].every((one) => succeeds(one, one === 'openssl' ? 'version' : '--version'))
        ? undefined
        : 'curl, openssl or bash is not installed',
    isPasted: true,
    start: () => ['bash'],
  },
  node('oauth4webapi'),
  node('valetkey-client'),
  {
    language: 'python',
    obstacle: () =>
      succeeds(python, '-c', 'import authlib, requests')
        ? undefined
        : 'no Authlib is installed (apt-get install python3-authlib python3-requests)',
    start: (_, file) => [python, file],
  },
  {
    language: 'go',
    obstacle: () => {
      if (!succeeds('go', 'version')) return 'go is not installed'
      return prepareGo() ? undefined : 'set VALETKEY_TEST_LANGUAGES=1 to install its packages'
    },
    start: (folder) => ['go', 'run', path.join(folder, 'main.go')],
  },
]

/** One module for all programs of Go, so that its package is looked for once. */
function prepareGo(): boolean {
  const folder = path.join(work, 'go')
  if (existsSync(path.join(folder, 'go.sum'))) return true
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'go.mod'), 'module example.com/flow\n')
  const version = mayInstall ? 'latest' : cachedVersion()
  if (version === undefined) return false
  const offline = { GOPROXY: 'off', GONOSUMDB: '*', GOTOOLCHAIN: 'local' }
  const env = { ...process.env, GOFLAGS: '-mod=mod', ...(mayInstall ? {} : offline) }
  return spawnSync('go', ['get', `golang.org/x/oauth2@${version}`], { cwd: folder, env }).status === 0
}

/** The newest version that was downloaded before. */
function cachedVersion(): string | undefined {
  const cache = spawnSync('go', ['env', 'GOMODCACHE'], { encoding: 'utf8' }).stdout.trim()
  const folder = path.join(cache, 'cache/download/golang.org/x/oauth2/@v')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.zip')) : []
  return files.sort().at(-1)?.replace('.zip', '')
}

/** Writes a program to a folder of its own, and starts it. */
export function startProgram(runner: Runner, fileName: string, text: string): ChildProcessWithoutNullStreams {
  const folder = mkdtempSync(path.join(runner.language === 'go' ? path.join(work, 'go') : work, 'flow-'))
  writeFileSync(path.join(folder, fileName), text)
  const [command, ...args] = runner.start(folder, fileName)
  const child = spawn(command, args, { cwd: folder })
  if (runner.isPasted) child.stdin.write(text)
  return child
}
