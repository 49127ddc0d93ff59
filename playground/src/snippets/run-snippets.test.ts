import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import type { Flow } from '../flows/flow.ts'
import { flows } from '../flows/index.ts'
import { startPlaygroundServer } from '../testing/playground-server.ts'
import { createScriptedOwner } from '../testing/scripted-owner.ts'
import type { Answer } from '../wire/exchange.ts'
import { languages } from './index.ts'
import type { Language } from './language.ts'
import { type Program, toProgram } from './program.ts'

/** Installs packages, which takes minutes the first time; without it, what is installed is used, and the rest is skipped. */
const mayInstall = process.env.VALETKEY_TEST_LANGUAGES === '1'
const root = path.join(import.meta.dirname, '../../..')
const work = mkdtempSync(path.join(tmpdir(), 'valetkey-snippets-'))
after(() => rmSync(work, { recursive: true, force: true }))
const server = await startPlaygroundServer()

interface Runner {
  readonly language: string
  /** Why it cannot run here; undefined if it can. */
  readonly obstacle: () => string | undefined
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

const runners: readonly Runner[] = [
  {
    language: 'curl',
    obstacle: () =>
      ['curl', 'openssl', 'bash'].every((one) => succeeds(one, one === 'openssl' ? 'version' : '--version'))
        ? undefined
        : 'curl, openssl or bash is not installed',
    start: (_, file) => ['bash', file],
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

/** Runs a program as a reader does: opens each address that it prints, and pastes the one that the browser arrives at. */
async function runProgram(runner: Runner, { fileName, write }: Language, program: Program) {
  const folder = mkdtempSync(path.join(runner.language === 'go' ? path.join(work, 'go') : work, 'flow-'))
  writeFileSync(path.join(folder, fileName), write(program))
  const [command, ...args] = runner.start(folder, fileName)
  const child = spawn(command, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'] })
  const owner = createScriptedOwner(server.alice)
  const needs = program.requests.filter(({ kind }) => kind.startsWith('authorization')).length
  let output = ''
  let opened = 0
  const read = (chunk: Buffer) => {
    output += chunk
    const addresses = [...output.matchAll(/^(http\S+[?&]response_type=\S+|http\S+response_type=\S+)\s*$/gm)]
    for (const [, address = ''] of addresses.slice(opened)) {
      opened++
      owner(address).then((answer) => {
        child.stdin.write(`${toAddress(answer)}\n`)
        if (opened >= needs) child.stdin.end()
      }, assert.ifError)
    }
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  if (needs === 0) child.stdin.end()
  const status = await new Promise((resolve) => child.on('close', resolve))
  return { status, output, text: write(program) }
}

/** What the address bar shows. The callback page of the playground shows a posted form as a fragment. */
function toAddress(answer: Answer): string {
  assert.ok(answer.kind === 'callback', JSON.stringify(answer))
  if (answer.mode !== 'form_post') return answer.url
  return `${answer.url}#${new URLSearchParams(answer.parameters.map(([name, value]) => [name, value]))}`
}

function programOf(flow: Flow, change: Parameters<typeof server.settings>[1] = {}): Promise<Program> {
  const clientId = flow.clients[0] ?? ''
  return toProgram(
    flow,
    server.settings(clientId, { scope: flow.defaultScope, choices: firstChoices(flow), ...change }),
  )
}

const firstChoices = ({ choices }: Flow) =>
  Object.fromEntries(choices.map(({ name, options: [first] }) => [name, first?.value ?? '']))

for (const runner of runners) {
  const language = languages.find(({ name }) => name === runner.language)
  for (const flow of flows) {
    test(`${flow.name} as ${runner.language} works when pasted`, async (t) => {
      assert.ok(language)
      const obstacle = runner.obstacle()
      if (obstacle !== undefined) return t.skip(obstacle)
      const program = await programOf(flow)
      assert.ok(program.requests.length > 0)
      const { status, output, text } = await runProgram(runner, language, program)
      assert.equal(status, 0, `${text}\n${output}`)
      const callsApi = program.requests.some(({ kind }) => kind === 'api')
      if (callsApi) assert.match(output, /"contacts"/, `${text}\n${output}`)
      return undefined
    })
  }
}
