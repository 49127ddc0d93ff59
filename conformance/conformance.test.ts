import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { freePort } from './free-port.ts'
import { findRules, runRules, toTable } from './run-rules.ts'
import { createTarget } from './target/target.ts'

const root = path.dirname(import.meta.dirname)
const secret = (name: string) => `${name}-0123456789abcdefghijklmnopqrstuvwxyz0123`
const person = { username: 'alice', password: 'a password for the conformance run' }
const contacts = 'https://contacts.example.com'
const calendar = 'https://calendar.example.com'
const codeAndRefresh = ['authorization_code', 'refresh_token']
const modes = ['query', 'fragment', 'form_post']

const clients = {
  web: {
    grant_types: codeAndRefresh,
    redirect_uri: 'https://web.example.com/callback',
    response_modes: modes,
    scope: 'read create',
  },
  other: { grant_types: codeAndRefresh, redirect_uri: 'https://other.example.com/callback', scope: 'read' },
  post: {
    grant_types: codeAndRefresh,
    redirect_uri: 'https://post.example.com/callback',
    scope: 'read',
    token_endpoint_auth_method: 'client_secret_post',
  },
  native: { isPublic: true, grant_types: codeAndRefresh, redirect_uri: 'http://127.0.0.1/callback', scope: 'read' },
  machine: { grant_types: ['client_credentials'], scope: 'write', resource: calendar },
  implicit: {
    isPublic: true,
    grant_types: ['implicit'],
    response_modes: modes,
    redirect_uri: 'https://implicit.example.com/callback',
    scope: 'read',
    dangerously: { allowImplicit: true },
  },
  password: { grant_types: ['password'], scope: 'read', dangerously: { allowPassword: true } },
  'without-pkce': {
    grant_types: ['authorization_code'],
    redirect_uri: 'https://old.example.com/callback',
    scope: 'read',
    dangerously: { allowWithoutPkce: true },
  },
  api: { grant_types: [] },
}

const registered = Object.entries(clients).map(([name, one]) => {
  const { isPublic, redirect_uri, resource, ...rest } = {
    isPublic: false,
    redirect_uri: undefined,
    resource: undefined,
    ...one,
  }
  return {
    client_id: name,
    ...(isPublic ? {} : { client_secret: secret(name) }),
    ...(redirect_uri === undefined ? {} : { redirect_uris: [redirect_uri] }),
    ...rest,
  }
})

const played = Object.fromEntries(
  Object.entries(clients).map(([name, one]) => {
    const secrecy = 'isPublic' in one ? {} : { client_secret: secret(name) }
    return [name, { client_id: name, ...secrecy, ...one }]
  }),
)

async function startIssuer(folder: string): Promise<{ readonly issuer: string; readonly child: ChildProcess }> {
  const issuer = `http://localhost:${await freePort()}`
  const scopes = (...names: readonly string[]) => names.map((name) => ({ name, description: name }))
  const config = {
    issuer,
    secret: 'a secret for the conformance run',
    database: `sqlite:${path.join(folder, 'valetkey.db')}`,
    apis: [
      {
        identifier: contacts,
        name: 'Contacts',
        tokenFormat: 'opaque',
        scopes: scopes('read', 'create'),
        introspectedBy: ['api'],
      },
      { identifier: calendar, name: 'Calendar', scopes: scopes('write') },
    ],
    clients: registered,
    accounts: [person],
  }
  const file = path.join(folder, 'valetkey.yaml')
  writeFileSync(file, JSON.stringify(config)) // JSON is YAML
  const command = [path.join(root, 'packages/server/bin/valetkey.js'), 'serve', '--config', file]
  const env = { ...process.env, VALETKEY_LOG: 'error' }
  const child = spawn(process.execPath, command, { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  assert.match(String(line), /ready/, 'the issuer did not start')
  return { issuer, child }
}

/** The rules for OpenID providers need other clients: certification.test.ts runs them. */
const rulesOfOAuth = findRules([]).filter((file) => !file.startsWith('openid-'))

test('Valetkey passes every rule for OAuth servers', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-conformance-'))
  const { issuer, child } = await startIssuer(folder)
  after(async () => {
    child.kill()
    await once(child, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })
  const results = await runRules(await createTarget({ issuer, clients: played, person, only: [] }), rulesOfOAuth)
  assert.ok(results.length > 80)
  for (const { claim, clause, outcome, why } of results) {
    await t.test(`${claim} (${clause})`, () => assert.equal(outcome, 'passed', why))
  }
})

test('each rule has a unique claim and cites a clause', async () => {
  const none = await createTargetOfNothing()
  const results = await runRules(none, findRules([]))
  assert.equal(new Set(results.map(({ claim, clause }) => claim + clause)).size, results.length)
  for (const { clause } of results) assert.match(clause, /§|Appendix/)
  assert.match(toTable(results), / \d+ failed, \d+ skipped$/)
  const hollow = results.filter(({ outcome }) => outcome === 'passed').map(({ file }) => file)
  assert.deepEqual(hollow, [], 'rules pass against an issuer that does nothing')
})

/** An issuer that returns 404 for everything except its metadata: no rule may pass. */
async function createTargetOfNothing() {
  const { createServer } = await import('node:http')
  const server = createServer((request, response) => {
    const issuer = `http://${request.headers.host}`
    const known = request.url?.startsWith('/.well-known/')
    response.writeHead(known ? 200 : 404, { 'content-type': 'text/plain' })
    response.end(
      known
        ? JSON.stringify({
            issuer: `${issuer}/other`,
            token_endpoint: `${issuer}/t`,
            authorization_endpoint: `${issuer}/a`,
            jwks_uri: `${issuer}/j`,
            introspection_endpoint: `${issuer}/i`,
            revocation_endpoint: `${issuer}/r`,
          })
        : '',
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  after(() => server.close())
  return createTarget({ issuer: `http://127.0.0.1:${port}`, clients: played, person, only: [] })
}
