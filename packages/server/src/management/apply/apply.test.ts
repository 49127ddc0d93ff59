import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { assertGranted, assertRefused, people, startServer, testClients } from '../../testing/server.ts'

const server = await startServer()
const ask = { grant_type: 'client_credentials', scope: 'create' }

/** Reads what moves with every change. */
function counter(): unknown {
  const database = new DatabaseSync(server.database, { readOnly: true })
  const row = database.prepare('select counter from change').get()
  database.close()
  return row?.counter
}

test('applying the same file twice changes nothing', async () => {
  const before = counter()
  await server.restart()
  await server.restart()
  assert.equal(counter(), before)
})

test('a changed file changes only the entries that differ, and keeps the tokens and authorizations of the others', async () => {
  const { json } = await server.grant()
  const secret = 'another-secret-0123456789abcdefghijklmnopqrstuvwxyz'
  await server.restart(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'machine' ? { ...one, client_secret: secret } : one)),
  }))
  assertRefused(await server.token('machine', ask), 'invalid_client')
  assert.equal((await server.introspect(json.access_token)).active, true)
  assertGranted(await server.refresh('web', json.refresh_token))
  await server.restart(() => ({ clients: Object.values(testClients) }))
  assertGranted(await server.token('machine', ask))
})

test('a client removed from the file is removed with its authorizations and tokens', async () => {
  const { json } = await server.grant()
  await server.restart(({ clients }) => ({ clients: clients.filter((one) => one.client_id !== 'web') }))
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_client')
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
  await server.restart(() => ({ clients: Object.values(testClients) }))
  assert.deepEqual(await server.introspect(json.access_token), { active: false }, 'it came back with the client')
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
})

test('introspection no longer returns a scope removed from its API or client', async () => {
  const { json } = await server.token('machine', { ...ask, scope: 'write' })
  assert.equal((await server.introspect(json.access_token, 'machine')).scope, 'write')
  await server.restart(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'machine' ? { ...one, scope: 'read' } : one)),
  }))
  assertRefused(await server.token('machine', ask), 'invalid_scope')
  assert.notEqual((await server.introspect(json.access_token, 'machine')).scope, 'write')
  await server.restart(() => ({ clients: Object.values(testClients) }))
})

test('a new password and a disabled account end existing sessions, and no other change does (ASVS 5.0 §7.4.2, §7.4.3)', async () => {
  const browser = server.browser()
  const logIn = async (password: string) => {
    const page = await browser.open(`${server.issuer}/login`)
    assert.equal((await browser.submit(page, 'username', { username: 'bob', password })).status, 303)
  }
  const isLoggedIn = async () => (await browser.open(`${server.issuer}/keys`)).status === 200
  const changeBob = (change: object) =>
    server.restart(({ accounts }) => ({
      accounts: accounts.map((one) => (one.username === 'bob' ? { ...one, ...change } : one)),
    }))

  await logIn(people.bob.password)
  await changeBob({ name: 'Bob Brown' })
  assert.ok(await isLoggedIn())
  await changeBob({ password: 'known to nobody else' })
  assert.ok(!(await isLoggedIn()))

  await logIn('known to nobody else')
  await changeBob({ disabled: true })
  await changeBob({ disabled: false })
  assert.ok(!(await isLoggedIn()))
})

test('an invalid file is refused as a whole, with a line and a clause for each fault', async () => {
  const bad = [
    { client_id: 'fragment', redirect_uris: ['https://app.example.com/#x'] },
    { client_id: 'wildcard', redirect_uris: ['https://*.example.com/'] },
    { client_id: 'script', redirect_uris: ['JaVaScRiPt:alert(1)'] },
    { client_id: 'nowhere', grant_types: ['authorization_code'] },
    { client_id: 'bare', grant_types: ['client_credentials'] },
    { client_id: 'silent', redirect_uris: ['https://a.example/'], token_endpoint_auth_method: 'client_secret_basic' },
    {
      client_id: 'both',
      redirect_uris: ['https://a.example/'],
      client_secret: 'x',
      token_endpoint_auth_method: 'none',
    },
    { client_id: 'implicit-too', redirect_uris: ['https://a.example/'], grant_types: ['implicit'] },
    { client_id: 'password-too', grant_types: ['password'] },
    { client_id: 'odd', redirect_uris: ['https://a.example/'], grant_types: ['unheard-of'] },
    { client_id: 'web', redirect_uris: ['https://twice.example/'] },
  ]
  const before = counter()
  const error = await server
    .restart(({ clients }) => ({ clients: [...clients, ...bad] }))
    .then(
      () => assert.fail('it was applied'),
      (cause: Error) => cause,
    )
  for (const { client_id } of bad) assert.match(error.message, new RegExp(`\\b${client_id}\\b`), client_id)
  assert.match(error.message, /RFC 9700 §2\.1\.2/)
  assert.match(error.message, /RFC 9700 §2\.4/)
  assert.equal(counter(), before)
  await server.restart(() => ({ clients: Object.values(testClients) }))
})

test('a client secret with non-ASCII characters is accepted in the form, and percent-encoded in the header (RFC 6749 §2.3.1)', async () => {
  const client_secret = 'grüße-aus-дома-密码-0123456789'
  await server.restart(() => ({
    clients: [
      testClients.api,
      { ...testClients.machine, client_secret },
      { ...testClients.machine, client_id: 'posts', client_secret, token_endpoint_auth_method: 'client_secret_post' },
    ],
  }))
  const header = `Basic ${btoa(`machine:${encodeURIComponent(client_secret)}`)}`
  assertGranted(await server.post('/token', undefined, ask, { headers: { authorization: header } }))
  assertGranted(await server.post('/token', undefined, { ...ask, client_id: 'posts', client_secret }))
  assertRefused(
    await server.post('/token', undefined, { ...ask, client_id: 'posts', client_secret: `${client_secret}x` }),
    'invalid_client',
  )
  await server.restart(() => ({ clients: Object.values(testClients) }))
})

test('the server refuses to start with another secret than the one of the database, and says so', async () => {
  await assert.rejects(
    server.restart(() => ({ secret: 'quite another secret than before' })),
    /secret is not the one/,
  )
})
