import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { parseBasicCredentials } from '@valetkey/protocol'
import { metadataOf, startTestServer, tokenAnswer } from '../test-server.ts'
import { createClient } from './index.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
afterEach(() => server.close())

const machine = (more: Partial<Parameters<typeof createClient>[0]> = {}) =>
  createClient({ issuer: server.issuer, clientId: 'machine', clientSecret: 'hush', scope: 'read', ...more })

test('a hundred callers cause one token request', async () => {
  server = await startTestServer()
  const client = machine()
  const calls = Array.from({ length: 100 }, () => client.clientCredentials().accessToken())
  assert.deepEqual(new Set(await Promise.all(calls)), new Set(['token-1']))
  assert.equal(server.at('/token').length, 1)
})

test('each scope and resource has a token of its own, whatever the order of names', async () => {
  server = await startTestServer()
  const client = machine()
  const get = (scope: string, resource?: string) => client.clientCredentials({ scope, resource }).accessToken()
  assert.equal(await get('read create'), await get('create read'))
  assert.notEqual(await get('read create'), await get('read'))
  assert.notEqual(await get('read', 'https://a.example'), await get('read', 'https://b.example'))
  assert.equal(server.at('/token').at(-1)?.form.get('resource'), 'https://b.example')
})

test('a token is renewed shortly before it expires, and a short-lived one not at every call', async () => {
  let seconds = 1_000_000
  for (const [life, fresh, due] of [
    [3600, 3569, 3571],
    [10, 8, 9.5],
  ] as const) {
    server = await startTestServer({ token: (_, count) => tokenAnswer(`t${count}`, { expires_in: life }) })
    const source = machine({ now: () => new Date(seconds * 1000) }).clientCredentials()
    const start = seconds
    assert.equal(await source.accessToken(), 't1')
    seconds = start + fresh
    assert.equal(await source.accessToken(), 't1')
    seconds = start + due
    assert.equal(await source.accessToken(), 't2')
    await server.close()
  }
})

test('a server outage has no effect while the token is valid, and is an error afterwards', async () => {
  let seconds = 1_000_000
  server = await startTestServer({ token: (_, count) => (count === 1 ? tokenAnswer('t1') : 'drop') })
  const source = machine({ now: () => new Date(seconds * 1000) }).clientCredentials()
  await source.accessToken()
  seconds += 3590
  assert.equal(await source.accessToken(), 't1')
  seconds += 20
  await assert.rejects(source.accessToken(), { code: 'network', during: 'token' })
})

test('a token refused with 401 is dropped, fetched once for all, and the call repeated', async () => {
  server = await startTestServer({
    api: ({ authorization }) => (authorization === 'Bearer token-1' ? { status: 401, body: '' } : { body: {} }),
  })
  const source = machine().clientCredentials()
  const calls = Array.from({ length: 20 }, () => source.fetch(`${server.issuer}/api`))
  for (const response of await Promise.all(calls)) assert.equal(response.status, 200)
  assert.equal(server.at('/token').length, 2)
})

test('only the token that was refused is dropped', async () => {
  server = await startTestServer()
  const source = machine().clientCredentials()
  const token = await source.accessToken()
  source.drop('an older token')
  assert.equal(await source.accessToken(), token)
  source.drop(token)
  assert.notEqual(await source.accessToken(), token)
})

test('any characters in id and secret are sent intact by Basic (RFC 6749 §2.3.1)', async () => {
  server = await startTestServer()
  const pair = { clientId: 'a:b c+d%41', clientSecret: 'p%20:ä€ +&="\\' }
  await machine(pair).clientCredentials().accessToken()
  const { undecoded, ...read } = parseBasicCredentials(server.at('/token')[0]?.authorization ?? '') ?? {}
  assert.deepEqual(read, pair)
  assert.ok(undecoded)
})

test('the secret is sent in the form where the server supports nothing else', async () => {
  server = await startTestServer({
    metadata: (issuer) => ({
      body: { ...metadataOf(issuer), token_endpoint_auth_methods_supported: ['client_secret_post'] },
    }),
  })
  await machine().clientCredentials().accessToken()
  assert.equal(server.at('/token')[0]?.authorization, undefined)
  assert.equal(server.at('/token')[0]?.form.get('client_secret'), 'hush')
})

test('a failure is not cached: the next call tries again', async () => {
  server = await startTestServer({ token: (_, count) => (count === 1 ? 'drop' : tokenAnswer('t')) })
  const source = machine().clientCredentials()
  await assert.rejects(source.accessToken(), { code: 'network' })
  assert.equal(await source.accessToken(), 't')
})

test('an abort by one caller does not affect the others', async () => {
  const gate = Promise.withResolvers<void>()
  server = await startTestServer({ token: () => gate.promise.then(() => tokenAnswer('t')) })
  const source = machine().clientCredentials()
  const patient = source.accessToken()
  const giveUp = new AbortController()
  const hasty = source.accessToken({ signal: giveUp.signal })
  giveUp.abort(new Error('enough'))
  await assert.rejects(hasty, /enough/)
  gate.resolve()
  assert.equal(await patient, 't')
  assert.equal(server.at('/token').length, 1)
})

test('a server that does not respond is a network error after the timeout', async () => {
  server = await startTestServer({ token: () => 'hang' })
  const asked = machine({ timeout: 100 }).clientCredentials().accessToken()
  await assert.rejects(asked, { code: 'network', during: 'token', message: /timed out/ })
})

test('every invalid response is described in the error', async () => {
  const cases = [
    [
      { status: 502, body: '<h1>Bad gateway</h1>' },
      { code: 'unexpected', status: 502, message: /text\/html/ },
    ],
    [{ status: 200, body: '<h1>Log in to the Wi-Fi</h1>' }, { code: 'unexpected' }],
    [
      { status: 429, body: 'slow down' },
      { code: 'unexpected', status: 429 },
    ],
    [
      { status: 302, body: '', headers: { location: '/login' } },
      { code: 'unexpected', status: 302 },
    ],
    [{ body: [] }, { code: 'unexpected' }],
    [{ body: { token_type: 'Bearer' } }, { code: 'unexpected', message: /access_token/ }],
    [{ body: { access_token: 'a', token_type: 'mac' } }, { code: 'unexpected' }],
    [{ body: '{"access_token":', headers: { 'content-type': 'application/json' } }, { code: 'unexpected' }],
    [
      { status: 400, body: { error: 'invalid_scope' } },
      { code: 'oauth', error: 'invalid_scope', status: 400 },
    ],
    [
      { status: 503, body: { error: 'temporarily_unavailable' } },
      { code: 'oauth', status: 503 },
    ],
    [
      { status: 401, body: { error: 'invalid_client' }, headers: { 'www-authenticate': 'Basic realm="as"' } },
      { code: 'oauth', error: 'invalid_client', status: 401 },
    ],
  ] as const
  let count = 0
  server = await startTestServer({ token: () => cases[count]?.[0] ?? 'drop' })
  const source = machine().clientCredentials()
  for (const [, expected] of cases) {
    await assert.rejects(source.accessToken(), { name: 'ClientError', during: 'token', ...expected })
    count++
  }
})

test('tokens are introspected and revoked, refresh token first', async () => {
  server = await startTestServer({
    revoke: ({ form }) =>
      form.get('token_type_hint') === 'access_token'
        ? { status: 400, body: { error: 'unsupported_token_type' } }
        : { body: '' },
  })
  const client = machine()
  assert.deepEqual(await client.introspect('t'), { active: true, scope: 'read' })
  await client.revoke({ accessToken: 'a', refreshToken: 'r' })
  assert.deepEqual(
    server.at('/revoke').map(({ form }) => form.get('token')),
    ['r', 'a'],
  )
})
