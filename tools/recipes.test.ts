import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { createBrowser } from '../conformance/browser/browser.ts'
import { findBreaks } from './import-table.ts'
import { follow, type Recipe, readRecipes } from './recipes.ts'

const root = path.dirname(import.meta.dirname)
const recipes = readRecipes(readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8'))
const src = 'packages/server/src'

/** Copies the server's sources into a checkout below this one, whose installed packages it uses. */
function copyCheckout(): string {
  mkdirSync(path.join(root, '.data'), { recursive: true })
  const copy = mkdtempSync(path.join(root, '.data', 'recipes-'))
  const isNeeded = (file: string) => !/\.test\.ts$|[\\/]node_modules$/.test(file)
  for (const folder of ['packages/server', 'tools']) {
    cpSync(path.join(root, folder), path.join(copy, folder), { recursive: true, filter: isNeeded })
  }
  for (const link of ['conformance', 'packages/protocol', 'packages/server/node_modules']) {
    symlinkSync(path.join(root, link), path.join(copy, link))
  }
  return copy
}

const copy = copyCheckout()
// Not in `after`, which is not reached if a recipe cannot be followed.
process.once('exit', () => rmSync(copy, { recursive: true, force: true }))
for (const { steps } of recipes) for (const step of steps) follow(step, copy)
const faults = checkSources()
const load = (file: string) => import(pathToFileURL(path.join(copy, file)).href)

/** The monitoring service that gets heartbeats. */
const monitor = createServer((request, response) => response.end(request.method)).listen(0, '127.0.0.1')
await once(monitor, 'listening')
after(() => void monitor.close())
const address = monitor.address()
const heartbeat = { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, seconds: 1 }
const firstHeartbeat = once(monitor, 'request')

const kit: typeof import('../packages/server/src/testing/server.ts') = await load(`${src}/testing/server.ts`)
const { client_secret } = kit.testClients.machine
const server = await kit.startServer(({ clients }) => ({
  heartbeat,
  clients: [
    ...clients.filter((one) => one.client_id !== 'web'),
    {
      ...kit.testClients.web,
      response_types: ['code', 'none'],
      response_modes: ['refresh'],
    },
    { client_id: 'usher', client_secret, grant_types: ['urn:example:grant-type:ticket'], scope: 'read' },
    {
      client_id: 'visitor',
      client_secret,
      token_endpoint_auth_method: 'door_code',
      grant_types: ['client_credentials'],
      scope: 'read',
    },
  ],
}))
const inOffice = createBrowser((request) => server.fetch(request, { remoteAddress: '10.0.0.7' }))
const authorize = (fields = {}) => server.authorize('web', fields, { browser: inOffice })
const get = (target: string, init = {}) => server.fetch(new Request(server.issuer + target, init))
const metadata = async () => (await get('/.well-known/oauth-authorization-server')).json()

/** How each addition is used from outside, by the name of its recipe. */
const uses: Readonly<Record<string, () => Promise<void>>> = {
  async 'A grant'() {
    const grant = { grant_type: 'urn:example:grant-type:ticket', scope: 'read' }
    const headers = { authorization: `Basic ${btoa(`usher:${client_secret}`)}` }
    const right = await server.token(undefined, { ...grant, ticket: 'golden' }, { headers })
    assert.equal(right.status, 200)
    assert.equal((await server.introspect(right.json.access_token)).client_id, 'usher')
    const wrong = await server.token(undefined, { ...grant, ticket: 'torn' }, { headers })
    assert.deepEqual([wrong.status, wrong.json.error], [400, 'invalid_grant'])
    assert.ok((await metadata()).grant_types_supported.includes(grant.grant_type))
  },
  async 'A client authentication method'() {
    const ask = { grant_type: 'client_credentials', client_id: 'visitor' }
    assert.equal((await server.token(undefined, { ...ask, door_code: client_secret })).status, 200)
    const wrong = await server.token(undefined, { ...ask, door_code: 'x' })
    assert.deepEqual([wrong.status, wrong.json.error], [401, 'invalid_client'])
    assert.ok((await metadata()).token_endpoint_auth_methods_supported.includes('door_code'))
  },
  async 'A response type'() {
    const { fields } = await authorize({ response_type: 'none' })
    assert.deepEqual([...fields.keys()], ['state', 'iss'])
    assert.ok((await metadata()).response_types_supported.includes('none'))
  },
  async 'A response mode'() {
    const { page } = await authorize({ response_mode: 'refresh' })
    const [, code = ''] = /#code=([^&]+)&/.exec(page.headers.get('refresh') ?? '') ?? []
    assert.match(code, /./)
    assert.ok((await metadata()).response_modes_supported.includes('refresh'))
  },
  async 'A check of authorization requests'() {
    const { fields } = await authorize({ state: undefined })
    assert.equal(fields.get('error'), 'invalid_request')
    assert.match(fields.get('error_description') ?? '', /^state is missing/)
  },
  async 'A token product'() {
    const { json } = await server.redeem('web', await authorize())
    const [, payload = ''] = String(json.receipt).split('.')
    assert.equal(JSON.parse(Buffer.from(payload, 'base64url').toString()).aud, 'web')
    assert.ok(json.access_token)
  },
  async 'An endpoint'() {
    const { now } = await (await get('/time/seconds')).json()
    assert.ok(Math.abs(now - Date.now() / 1000) < 60)
    assert.equal((await get('/time/fortnights')).status, 400)
    assert.equal((await get('/time/seconds', { method: 'POST' })).headers.get('allow'), 'GET, HEAD, OPTIONS')
  },
  async 'An option'() {
    const { configurationPage } = await load('tools/reference/configuration-page.ts')
    const page = await configurationPage(copy)
    assert.match(page, /`seconds`.*How often it is requested\./)
    const { readConfig } = await load(`${src}/config/read-config.ts`)
    const file = path.join(copy, 'wrong.yaml')
    writeFileSync(file, 'heartbeat: { url: http://localhost/, seconds: 0 }\n')
    assert.throws(() => readConfig({ file, environment: {}, options: {} }), /heartbeat\.seconds/)
  },
  async 'A background job'() {
    const [{ method }] = await firstHeartbeat
    assert.equal(method, 'POST')
  },
  async 'A login factor'() {
    const outside = await server.authorize('web', {}, { browser: server.browser() })
    assert.equal(outside.fields.get('code'), null)
    assert.ok((await authorize()).fields.get('code'))
    // No other way to log in leads around it.
    const { createAuthenticator }: typeof import('../packages/server/src/testing/authenticator.ts') = await load(
      `${src}/testing/authenticator.ts`,
    )
    const device = createAuthenticator(server.issuer)
    const optionsOf = (html: string) =>
      (/data-options="([^"]*)"/.exec(html)?.[1] ?? '').replace(/&quot;|&#34;/g, '"').replaceAll('&amp;', '&')
    const login = await inOffice.open(`${server.issuer}/login?other=yes&to=/account/passkeys`)
    const page = await inOffice.follow(await inOffice.submit(login, 'username', { ...kit.people.alice }))
    await inOffice.submit(page, 'passkey', { passkey: device.create(optionsOf(page.html)) })
    for (const [remoteAddress, status] of [
      ['192.0.2.1', 400],
      ['10.0.0.8', 303],
    ] as const) {
      const browser = createBrowser((request) => server.fetch(request, { remoteAddress }))
      const opened = await browser.open(`${server.issuer}/login`)
      const reply = await browser.submit(opened, 'passkey', { passkey: device.get(optionsOf(opened.html)) })
      assert.equal(reply.status, status, `a passkey from ${remoteAddress}`)
    }
  },
  async 'A language of the pages'() {
    const italian = await (await get('/login', { headers: { 'accept-language': 'it-CH' } })).text()
    assert.match(italian, /<html lang="it">[\s\S]*Nome utente[\s\S]*<button [^>]*type="submit">Accedi<\/button>/)
    assert.match(await (await get('/login')).text(), /<html lang="en"[\s\S]*Username/)
  },
}

test('each recipe is tested, and each is at most 25 lines a file', () => {
  assert.deepEqual(
    recipes.map((one) => one.name),
    Object.keys(uses),
  )
  const long = recipes.flatMap(({ steps }) => steps.filter((step) => linesOf(step) > 25))
  assert.deepEqual(long, [])
})

for (const [name, use] of Object.entries(uses)) test(`${name} works as written there`, use)

test('the files obey the import table', () => {
  const added = recipes.flatMap(({ steps }) => steps.map((step) => step.file))
  const breaks = findBreaks(copy).filter((line) => added.some((file) => line.includes(file)))
  assert.deepEqual(breaks, [])
})

test('the files have correct types, format and style', async () => {
  assert.equal(await faults, '')
})

test('a recipe that no longer fits its file is reported', () => {
  const folder = mkdtempSync(path.join(root, '.data', 'recipes-'))
  try {
    writeFileSync(path.join(folder, 'index.ts'), 'export const list = [one]\n')
    const markdown = (line: string) => `### A thing\n\n\`\`\`diff\n+++ index.ts\n-${line}\n+${line}, two\n\`\`\`\n`
    const [stale, right] = ['export const list = [none]', 'export const list = [one]'].map((line) =>
      readRecipes(markdown(line)),
    )
    assert.throws(() => followAll(stale, folder), /index\.ts needs this line once: export const list = \[none\]/)
    followAll(right, folder)
    assert.equal(readFileSync(path.join(folder, 'index.ts'), 'utf8'), 'export const list = [one], two\n')
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function followAll(list: readonly Recipe[] = [], folder: string): void {
  for (const { steps } of list) for (const step of steps) follow(step, folder)
}

function linesOf(step: Recipe['steps'][number]): number {
  return step.kind === 'file' ? step.text.trimEnd().split('\n').length : step.lines.length
}

/** Runs `tsc` on the server's sources of the copy, and the formatter and linter on the added files; resolves to their output. */
async function checkSources(): Promise<string> {
  const { compilerOptions } = JSON.parse(readFileSync(path.join(root, 'tsconfig.json'), 'utf8'))
  const { files: _, ...style } = JSON.parse(readFileSync(path.join(root, 'biome.json'), 'utf8'))
  writeFileSync(
    path.join(copy, 'tsconfig.json'),
    JSON.stringify({ compilerOptions, include: [`${src}/index.ts`, `${src}/main.ts`] }),
  )
  writeFileSync(path.join(copy, 'biome.json'), JSON.stringify(style))
  const added = recipes.flatMap(({ steps }) => steps.flatMap(({ kind, file }) => (kind === 'file' ? file : [])))
  const outputs = [run('typescript/bin/tsc', '-p', '.'), run('@biomejs/biome/bin/biome', 'ci', ...added)]
  return (await Promise.all(outputs)).join('')
}

/** Runs a script of an installed package in the copy; resolves to its output, or an empty text where it succeeds. */
async function run(script: string, ...args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [path.join(root, 'node_modules', script), ...args], { cwd: copy })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  const [status] = await once(child, 'close')
  return status === 0 ? '' : output || `${script} failed`
}
