import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Server as HttpServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { promisify } from 'node:util'
import { createServer, readConfig, type Server } from 'valetkey'
import { findFreePorts } from '../e2e/free-ports.ts'
import { findSnippet, readSnippets, writeSnippets } from './snippets.ts'

process.env.VALETKEY_LOG ??= 'silent'
const page = readFileSync(path.join(import.meta.dirname, 'protect-an-api.md'), 'utf8')
const command = path.join(import.meta.dirname, '../packages/server/bin/valetkey.js')

let folder: string
let issuer: string
let api: string
let server: Server
let listener: HttpServer
before(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'valetkey-steps-'))
  const [port = 0] = await findFreePorts(1)
  issuer = `http://localhost:${port}`
  const config = `issuer: ${issuer}\ndatabase: sqlite:${folder}/valetkey.db\nsecret: a secret for tests and for nothing else\nlisten: { host: 127.0.0.1, port: ${port} }\n`
  writeFileSync(path.join(folder, 'valetkey.yaml'), config)
  writeFileSync(path.join(folder, 'registration.yaml'), findSnippet(page, 'registration.yaml').code)
  const file = path.join(folder, 'valetkey.yaml')
  server = await createServer(readConfig({ file, environment: {}, options: {} }), { say: () => {} })
  await server.listen()
})
after(async () => {
  listener?.closeAllConnections()
  listener?.close()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs a shell snippet in the folder of the two files, as the reader would. */
async function run(file: string, more = '', environment = {}): Promise<string> {
  const code = findSnippet(page, file)
    .code.replaceAll('npx valetkey', `"${process.execPath}" "${command}"`)
    .replaceAll('https://id.example.com', issuer)
    .replaceAll('http://localhost:3000', api)
  const env = { ...process.env, ...environment }
  const { stdout } = await promisify(execFile)('sh', ['-ec', `${code.trimEnd()} ${more}`], { cwd: folder, env })
  return stdout
}

/** Asserts that the response contains each line that the page shows. */
function assertShown(file: string, came: string): void {
  for (const line of findSnippet(page, file).code.split('\n').filter(Boolean)) {
    assert.ok(came.toLowerCase().includes(line.toLowerCase()), `${line}\nis not in\n${came}`)
  }
}

test('the steps of the page lead from a running server to a protected API', async () => {
  await run('register.sh')

  const snippets = writeSnippets(page, { 'https://id.example.com': issuer, '3000': '0' })
  const loaded = await snippets.load('express.ts').finally(snippets.remove)
  listener = loaded.server as HttpServer // the snippet exports it
  if (!listener.listening) await once(listener, 'listening')
  const address = listener.address()
  api = `http://localhost:${typeof address === 'object' ? address?.port : ''}`

  // A change takes effect within a second.
  let token: { readonly access_token?: string; readonly scope?: string } = {}
  for (let tries = 20; tries > 0 && token.access_token === undefined; tries--) {
    token = JSON.parse(await run('get-token.sh'))
    if (token.access_token === undefined) await new Promise((resolve) => setTimeout(resolve, 100))
  }
  assert.equal(token.scope, 'read')

  const environment = { TOKEN: token.access_token }
  assertShown('200.txt', await run('call.sh', '', environment))
  assertShown('403.txt', await run('call.sh', '-X POST', environment))
  const without = await promisify(execFile)('curl', ['-si', `${api}/contacts`])
  assertShown('401.txt', without.stdout)
})

test('the commands of the page register the same', async () => {
  const said = await run('register-by-commands.sh')
  assert.match(said, /files\.example\.com/)
  assert.match(said, /client_secret/)
})

test('every file and command of the steps is run here', () => {
  const files = readSnippets(page).map(({ file }) => file)
  const steps = files.filter((file) => !file.endsWith('.ts'))
  const shells = ['register.sh', 'register-by-commands.sh', 'get-token.sh', 'call.sh']
  assert.deepEqual(steps, ['registration.yaml', ...shells, '200.txt', '401.txt', '403.txt'])
})
