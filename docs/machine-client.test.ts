import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { promisify } from 'node:util'
import { type Client, createClient } from '@valetkey/client'
import { parse } from 'yaml'
import { startTestServer } from '../packages/client/test-server.ts'
import { contacts, createPlace } from '../packages/server/src/testing/cli.ts'
import { makeClientKey } from '../packages/server/src/testing/client-jwt.ts'
import { findSnippet, writeSnippets } from './snippets.ts'

const page = readFileSync(new URL('machine-client.md', import.meta.url), 'utf8')
let servers: Awaited<ReturnType<typeof startTestServer>>

beforeEach(async () => {
  servers = await startTestServer({ api: () => ({ body: [{ id: 1, name: 'Grace' }] }) })
})
afterEach(() => servers.close())

test('the registration is YAML for a client credentials client', () => {
  const { clients } = parse(findSnippet(page, 'registration.yaml').code)
  assert.deepEqual(clients[0].grant_types, ['client_credentials'])
})

test('the script gets a token and reads contacts', async () => {
  const placed = writeSnippets(page, {
    'http://localhost:4000': servers.issuer,
    'http://localhost:4001': servers.issuer,
  })
  const { stdout } = await promisify(execFile)(process.execPath, [path.join(placed.folder, 'report.ts')], {
    env: { ...process.env, CLIENT_SECRET: 'hush' },
  }).finally(placed.remove)
  assert.match(stdout, /^200 .*Grace/m)
  assert.equal(servers.at('/contacts')[0]?.authorization, 'Bearer token-1')
  assert.equal(servers.at('/token')[0]?.form.get('scope'), 'read')
})

test('the token works with another library, and a wrong secret is reported', async () => {
  const headersFor = await load('headers.ts', 'headersFor')
  const machine = () =>
    createClient({ issuer: servers.issuer, clientId: 'm', clientSecret: 'hush' }).clientCredentials()
  assert.deepEqual(await headersFor(machine()), { authorization: 'Bearer token-1' })
  servers.behaviour.token = () => ({ status: 401, body: { error: 'invalid_client' } })
  await assert.rejects(async () => headersFor(machine()), /id or secret is wrong/)
})

test('the client authenticates with a key pair', async () => {
  const createKeyPairClient = await load('key-pair.ts', 'createKeyPairClient')
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const client = createKeyPairClient(privateKey) as Client
  await client.clientCredentials({ scope: 'read' }).accessToken()
  const assertion = servers.at('/token')[0]?.form.get('client_assertion') ?? ''
  assert.match(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString(), /"sub":"key-pair-report"/)
})

test('the key pair is registered by the command, and gets tokens of a real server', async () => {
  const place = await createPlace({ apis: [contacts] })
  const pair = await makeClientKey('ES256', '2026-11')
  writeFileSync(path.join(place.folder, 'report.public.json'), JSON.stringify(pair.publicJwk))
  const [, ...args] = findSnippet(page, 'register-keys.sh').code.trim().split(' ').slice(1)
  const command = args.map((one) => (one === 'examples/valetkey.demo.yaml' ? place.file : one))
  const added = await place.run(command, { cwd: place.folder })
  assert.equal(added.code, 0, added.stderr)
  const { issuer } = await place.serve()
  const createKeyPairClient = await load('key-pair.ts', 'createKeyPairClient', issuer)
  const client = createKeyPairClient(pair.privateKey) as Client
  assert.match(await client.clientCredentials({ scope: 'read' }).accessToken(), /^ey/)
})

/** Loads a function from one of the page's snippets. */
async function load(file: string, name: string, issuer = servers.issuer) {
  const placed = writeSnippets(page, { 'http://localhost:4000': issuer })
  const { [name]: act } = await placed.load(file).finally(placed.remove)
  assert.ok(typeof act === 'function')
  return act as (...values: readonly unknown[]) => unknown
}
