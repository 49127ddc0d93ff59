import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createServerSecret } from '../secrets/server-secret.ts'
import { openDatabase } from '../storage/open-database.ts'
import type { AuditRow } from '../storage/stores/audit/audit-chain.ts'
import { listNewest } from '../storage/stores/audit/statements.ts'
import { verifyAudit } from '../storage/stores/audit/verify.ts'
import { basic, calendar, people, startServer, type TestServer, testClients, testConfig } from '../testing/server.ts'
import { createAuditKey } from './audit-key.ts'

const { mac } = createAuditKey(createServerSecret(String(testConfig.secret)))

/** Reads the recorded events once the server has stopped, the oldest first, and verifies the log. */
async function readAudit(server: TestServer): Promise<readonly AuditRow[]> {
  await server.close()
  const database = await openDatabase(`sqlite:${server.database}`, Date.now())
  assert.equal((await verifyAudit(database, mac)).broken, undefined)
  const rows = [...(await database.run(listNewest, { most: 10_000 }))].reverse()
  await database.close()
  return rows
}

const typesOf = (rows: readonly AuditRow[]) => rows.filter((row) => row.chain !== 'admin').map((row) => row.type)
const find = (rows: readonly AuditRow[], type: string) => rows.filter((row) => row.type === type)

test('acts of users, clients and the configuration are each recorded once, with who, what, when and from where', async () => {
  const server = await startServer()
  const before = Date.now()
  const granted = await server.grant('web')
  await server.refresh('web', granted.json.refresh_token)
  await server.token('machine', { grant_type: 'client_credentials', scope: 'write', resource: calendar })
  await server.post('/revoke', 'web', { token: String(granted.json.access_token) })
  await server.post('/revoke', 'web', { token: String(granted.json.refresh_token) })
  const denied = await server.authorize('other', {}, { decision: 'deny' })
  assert.equal(denied.fields.get('error'), 'access_denied')
  await server.token('password', { grant_type: 'password', ...people.bob, scope: 'read' })
  await server.token('password', { grant_type: 'password', username: 'bob', password: 'wrong', scope: 'read' })
  await server.authorize('implicit', { response_type: 'token', code_challenge: undefined }, {})
  const jwks = await server.fetch(new Request(`${server.issuer}/jwks`))
  const published = (await jwks.json()) as { readonly keys: readonly unknown[] }
  const rows = await readAudit(server)

  assert.deepEqual(typesOf(rows), [
    'audit.opened',
    'login.succeeded',
    'consent.given',
    'token.issued',
    'token.revoked',
    'token.revoked',
    'key.given-back',
    'consent.denied',
    'login.succeeded',
    'token.issued',
    'login.failed',
    'consent.given',
    'token.issued',
    'audit.closed',
  ])
  const issued = find(rows, 'token.issued')
  assert.deepEqual(
    issued.map((row) => [row.client_id, row.detail]),
    [
      ['web', 'authorization_code'],
      ['password', 'password'],
      ['implicit', 'implicit'],
    ],
  )
  const [login] = find(rows, 'login.succeeded')
  assert.ok(login?.account_id)
  assert.ok(login.request_id)
  assert.ok(login.at >= before && login.at <= Date.now())
  assert.equal(issued[0]?.account_id, login.account_id)
  const saved = rows.filter((row) => row.type === 'client.saved')
  assert.equal(saved.length, Object.keys(testClients).length)
  assert.ok(saved.every((row) => row.actor === 'configuration at start'))
  assert.equal(find(rows, 'account.saved').length, 3)
  assert.equal(find(rows, 'signing-key.made').length, published.keys.length)
})

test('a replayed code or refresh token is recorded with its account and authorization', async () => {
  const server = await startServer()
  const outcome = await server.authorize('web')
  await server.redeem('web', outcome)
  await server.redeem('web', outcome)
  const granted = await server.grant('web')
  await server.refresh('web', granted.json.refresh_token)
  server.pass(60)
  await server.refresh('web', granted.json.refresh_token)
  const replays = find(await readAudit(server), 'token.replayed')
  assert.deepEqual(
    replays.map((row) => [row.client_id, row.detail]),
    [
      ['web', 'code'],
      ['web', 'refresh token'],
    ],
  )
  assert.ok(replays.every((row) => row.account_id !== null && row.authorization_id !== null))
})

test('routine tokens are recorded one by one only if the operator configures it', async () => {
  const server = await startServer(() => ({ audit: { tokens: true } }))
  for (let index = 0; index < 3; index++) await server.token('machine', { grant_type: 'client_credentials' })
  const rows = find(await readAudit(server), 'token.issued')
  assert.deepEqual(
    rows.map((row) => row.detail),
    Array(3).fill('client_credentials'),
  )
})

test('a flood of failures is one row and a count, and names no unknown client', async () => {
  const server = await startServer()
  const secret = 'a-secret-that-went-astray-into-the-client-id'
  const guess = (id: string) =>
    server.post('/token', undefined, { grant_type: 'x' }, { headers: { authorization: basic(id, 'guess') } })
  for (let index = 0; index < 8; index++) await guess('web')
  await guess(secret)
  const rows = await readAudit(server)
  const failures = find(rows, 'client.authentication-failed')
  assert.deepEqual(
    failures.map((row) => [row.client_id, row.detail]),
    [
      ['web', 'client_secret_basic'],
      [null, 'unknown client'],
      ['web', '7 more within a minute: client_secret_basic'],
    ],
  )
  assert.equal(JSON.stringify(rows).includes(secret), false)
})

test('the audit log contains no secret', async () => {
  const server = await startServer()
  const outcome = await server.authorize('web')
  const granted = await server.redeem('web', outcome)
  const refreshed = await server.refresh('web', granted.json.refresh_token)
  await server.token('password', {
    grant_type: 'password',
    username: people.bob.password,
    password: people.bob.password,
  })
  const text = JSON.stringify(await readAudit(server))
  const secrets = [
    outcome.fields.get('code'),
    outcome.verifier,
    granted.json.access_token,
    granted.json.refresh_token,
    refreshed.json.access_token,
    people.alice.password,
    people.bob.password,
    testClients.web.client_secret,
  ]
  for (const secret of secrets) assert.equal(text.includes(String(secret)), false, `the audit log has ${secret}`)
})

test('each start writes its own chain, and all of them verify', async () => {
  const server = await startServer()
  await server.grant('web')
  await server.restart()
  await server.grant('web')
  const rows = await readAudit(server)
  assert.equal(find(rows, 'audit.closed').length, 2)
  assert.equal(new Set(rows.map((row) => row.chain)).size, 3)
})

test('failed logins with made-up usernames do not flood the audit log: one a minute and address is recorded, then a count', async () => {
  const server = await startServer()
  const attempt = (username: string) =>
    server.token('password', { grant_type: 'password', username, password: 'wrong', scope: 'read' })
  for (let number = 0; number < 12; number++) await attempt(`nobody-${number}`)
  for (let number = 0; number < 3; number++) await attempt('bob')
  const failed = find(await readAudit(server), 'login.failed')
  assert.deepEqual(
    failed.map((row) => row.detail),
    ['refused', 'refused', 'refused', 'refused', '11 more within a minute: refused'],
  )
})
