import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { readConfig } from '../config/read-config.ts'
import { createServer } from '../main.ts'
import { openDatabase } from '../storage/open-database.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { people, startServer, type TestServer, testConfig } from '../testing/server.ts'
import { countedByDetail } from './metrics.ts'

const token = 'a-token-for-the-scraper'
const get = (server: TestServer, to: string, headers: Readonly<Record<string, string>> = {}) =>
  server.fetch(new Request(server.issuer + to, { headers }))
const scrape = async (server: TestServer) =>
  (await get(server, '/metrics', { authorization: `Bearer ${token}` })).text()

interface Readiness {
  readonly status: string
  readonly reason?: string
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly text: string }[]
}

/** Waits until a probe's cached result has expired. */
const pause = () => sleep(1_100)

async function readiness(fetch: (request: Request) => Promise<Response>, wanted: number): Promise<Readiness> {
  const response = await fetch(new Request('http://localhost:4000/readyz?verbose'))
  const body = await response.json()
  assert.equal(response.status, wanted, JSON.stringify(body))
  assert.equal(response.headers.get('retry-after'), wanted === 503 ? '2' : null)
  return body
}

const wrongOf = (body: Readiness) => body.checks.filter((one) => !one.ok).map((one) => `${one.name}: ${one.text}`)

await onEachEngine('readiness', ({ name, create }) => {
  test(`${name}: a ready server lists each check, and one that is not ready names the fix`, async () => {
    const url = create('readiness')
    let offset = 0
    const config = {
      ...readConfig({ file: undefined, environment: {}, options: { database: url } }),
      secret: String(testConfig.secret),
    }
    const server = await createServer(config, { clock: () => Date.now() + offset })
    const database = await openDatabase(url, Date.now())
    const run = (sql: string) => database.transaction((connection) => connection.execute(sql))
    try {
      const ready = await readiness(server.fetch, 200)
      assert.deepEqual(
        ready.checks.map((one) => one.name),
        ['database', 'writes', 'schema', 'signing keys', 'clock', 'audit'],
      )
      assert.deepEqual(await (await server.fetch(new Request('http://localhost:4000/readyz'))).json(), {
        status: 'ready',
      })

      offset = 90_000
      await pause()
      assert.match(
        wrongOf(await readiness(server.fetch, 503)).join(),
        /clock: differs from the database’s by (89|90|91) seconds: set both by NTP/,
      )
      offset = 30_000
      await pause()
      await readiness(server.fetch, 200)

      // Before the first keys were activated: the server signs with them all the same.
      offset = -30_000
      await pause()
      await readiness(server.fetch, 200)
      offset = 0

      await run(`update signing_key set private_key = 'AAAA.AAAA.AAAA'`)
      await pause()
      assert.match(
        wrongOf(await readiness(server.fetch, 503)).join(),
        /signing keys: they do not open with this secret: set VALETKEY_SECRET/,
      )
      await run('delete from signing_key')
      await pause()
      assert.match(
        wrongOf(await readiness(server.fetch, 503)).join(),
        /there is none for ES256, RS256, PS256, EdDSA, RSA-OAEP-256, ECDH-ES.*: run `valetkey signing-keys rotate --now`/,
      )
    } finally {
      await database.close()
      await server.close()
    }
  })
})

test('a server with a locked database is not ready, but alive', async () => {
  const server = await startServer()
  assert.equal((await get(server, '/readyz')).status, 200)
  const other = new DatabaseSync(server.database)
  other.exec('BEGIN IMMEDIATE')
  await pause()
  const response = await get(server, '/readyz')
  assert.equal(response.status, 503)
  assert.match((await response.json()).reason, /^writes: the database does not work as required: give it disk space/)
  assert.equal((await get(server, '/livez')).status, 200)
  other.exec('ROLLBACK')
  other.close()
  await pause()
  assert.equal((await get(server, '/readyz')).status, 200)
  assert.equal((await server.fetch(new Request(`${server.issuer}/readyz`, { method: 'POST' }))).status, 405)
})

test('an audit log that cannot be written does not change responses, shows in readiness and metrics, and is written later', async () => {
  const server = await startServer(() => ({ metrics: { token } }))
  const database = new DatabaseSync(server.database)
  database.exec('alter table audit rename to audit_away')
  assert.equal((await server.grant('web')).status, 200)
  await sleep(300)
  await pause()
  const body: Readiness = await (await get(server, '/readyz?verbose')).json()
  assert.match(
    String(body.checks.find((one) => one.name === 'audit')?.text),
    /3 events wait; writing has failed for \d/,
  )
  assert.match(await scrape(server), /^valetkey_audit_waiting 3$/m)
  database.exec('alter table audit_away rename to audit')
  await sleep(1_500)
  assert.match(await scrape(server), /^valetkey_audit_waiting 0$/m)
  database.close()
})

test('metrics count requests, tokens, logins, replays, failures and refused attempts', async () => {
  const server = await startServer(() => ({ metrics: { token } }))
  const outcome = await server.authorize('web')
  const granted = await server.redeem('web', outcome)
  await server.redeem('web', outcome)
  await server.refresh('web', granted.json.refresh_token)
  for (let index = 0; index < 3; index++) await server.token('machine', { grant_type: 'client_credentials' })
  await server.token('password', { grant_type: 'password', username: 'alice', password: 'wrong', scope: 'read' })
  await get(server, '/made-up/by-a-caller')
  const text = await scrape(server)
  for (const line of [
    'valetkey_requests_total{endpoint="/token",status="200"} 4',
    'valetkey_requests_total{endpoint="/token",status="400"} 3',
    'valetkey_requests_total{endpoint="other",status="404"} 1',
    'valetkey_request_duration_seconds_count{endpoint="/token"} 7',
    'valetkey_tokens_issued_total{grant="authorization_code"} 1',
    'valetkey_tokens_issued_total{grant="client_credentials"} 3',
    'valetkey_replays_total{kind="code"} 1',
    'valetkey_logins_total 1',
    'valetkey_login_failures_total{outcome="refused"} 1',
    'valetkey_passwords_waiting 0',
  ]) {
    assert.ok(text.split('\n').includes(line), `${line} is not in\n${text}`)
  }
  assert.equal(text.includes('made-up'), false)
  await sleep(60)
  assert.match(await scrape(server), /valetkey_event_loop_delay_seconds\{quantile="0.99"\} [0-9.e-]+/)
  // Each line has the form that Prometheus reads: a name, labels, a number.
  for (const line of text.split('\n').filter((one) => one !== '' && !one.startsWith('#'))) {
    assert.match(line, /^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? (NaN|[0-9.e+-]+)$/)
  }
})

test('the documentation lists exactly the exported metrics', async () => {
  const server = await startServer(() => ({ metrics: { token } }))
  const page = readFileSync(path.join(import.meta.dirname, '../../../../docs/operations.md'), 'utf8')
  const served = [...(await scrape(server)).matchAll(/^# HELP (\S+) (.+)$/gm)].map(
    ([, name, help]) => `| \`${name}\` | ${help} |`,
  )
  const documented = page
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' '))
    .filter((line) => /^\| `(valetkey|process|nodejs)_/.test(line))
  assert.deepEqual(documented, served)
  assert.ok(countedByDetail.length > 0)
})

test('metrics require the token; without one, only this computer can read them, from a server on localhost', async () => {
  const closed = await startServer(() => ({ issuer: 'https://id.example.com' }))
  assert.equal((await get(closed, '/metrics')).status, 404)
  const guarded = await startServer(() => ({ metrics: { token } }))
  const refused = await get(guarded, '/metrics')
  assert.equal(refused.status, 401)
  assert.equal(refused.headers.get('www-authenticate'), 'Bearer')
  assert.equal((await get(guarded, '/metrics', { authorization: 'Bearer a-token-for-the-scrapes' })).status, 401)
  const local = await startServer()
  const from = (remoteAddress: string) => local.fetch(new Request(`${local.issuer}/metrics`), { remoteAddress })
  for (const own of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) assert.equal((await from(own)).status, 200, own)
  assert.equal((await from('2001:db8::1')).status, 404)
  assert.equal((await from('192.0.2.1')).status, 404)
  assert.equal((await get(local, '/metrics')).status, 404)
})

test('a response with a log line or audit event carries the same id as they do', async () => {
  const server = await startServer()
  const machine = await server.token('machine', { grant_type: 'client_credentials' })
  assert.equal(machine.headers.get('x-request-id'), null)
  const failed = await server.token('password', {
    grant_type: 'password',
    ...people.bob,
    password: 'wrong',
    scope: 'read',
  })
  assert.match(String(failed.headers.get('x-request-id')), /^[0-9a-f]{12}-[0-9a-z]+$/)
  const again = await server.token('password', {
    grant_type: 'password',
    ...people.bob,
    password: 'wrong',
    scope: 'read',
  })
  assert.notEqual(again.headers.get('x-request-id'), failed.headers.get('x-request-id'))
})

test('a path made up by a caller is never a label of a metric', async () => {
  const server = await startServer(() => ({ metrics: { token } }))
  const ask = (method: string, at: string) => server.fetch(new Request(server.issuer + at, { method }))
  for (let number = 0; number < 100; number++) {
    await ask('OPTIONS', `/made-up-${number}/.well-known/x`)
    await ask('GET', `/.well-known/made-up-${number}`)
    await ask('POST', `/made-up-${number}`)
  }
  await get(server, '/jwks')
  const page = await scrape(server)
  assert.doesNotMatch(page, /made-up/)
  assert.match(page, /endpoint="\/jwks"/)
})
