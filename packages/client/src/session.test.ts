import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { startTestServer, tokenAnswer } from '../test-server.ts'
import { type ClientOptions, createClient, type SessionOptions, type TokenSet } from './index.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
afterEach(() => server.close())

const ended: TokenSet = { accessToken: 'a0', refreshToken: 'r0', expiresAt: 1, scope: ['read'] }
const alive: TokenSet = { accessToken: 'a0', refreshToken: 'r0', scope: ['read'] }
const sessionOf = (tokenSet: TokenSet, options: SessionOptions = {}, more: Partial<ClientOptions> = {}) =>
  createClient({ issuer: server.issuer, clientId: 'app', clientSecret: 'hush', ...more }).session(tokenSet, options)
const rotate = (_: unknown, count: number) => tokenAnswer(`a${count}`, { refresh_token: `r${count}` })
const call = (session: ReturnType<typeof sessionOf>, init?: RequestInit) => session.fetch(`${server.issuer}/api`, init)

test('a hundred callers cause one refresh, which is stored before the token is used', async () => {
  server = await startTestServer({ token: rotate })
  const saved: TokenSet[] = []
  let stored = false
  const save = async (tokenSet: TokenSet) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    saved.push(tokenSet)
    stored = true
  }
  const session = sessionOf(ended, { save })
  const calls = Array.from({ length: 100 }, async () => {
    assert.equal(await session.accessToken(), 'a1')
    assert.ok(stored)
  })
  await Promise.all(calls)
  assert.equal(server.at('/token').length, 1)
  assert.equal(saved[0]?.refreshToken, 'r1')
})

test('a refresh whose response was lost is sent again at once with the same token', async () => {
  for (const loss of ['drop', 'cut'] as const) {
    server = await startTestServer({ token: (_, count) => (count === 1 ? loss : rotate(_, count)) })
    assert.equal(await sessionOf(ended).accessToken(), 'a2')
    assert.deepEqual(
      server.at('/token').map(({ form }) => form.get('refresh_token')),
      ['r0', 'r0'],
    )
    await server.close()
  }
})

test('a network outage loses no refresh token', async () => {
  server = await startTestServer({ token: (_, count) => (count < 3 ? 'hang' : rotate(_, count)) })
  const session = sessionOf(ended, {}, { timeout: 600 })
  const started = Date.now()
  await assert.rejects(session.accessToken(), { code: 'network', during: 'refresh' })
  assert.ok(Date.now() - started < 1000, 'both attempts share the time allowed')
  assert.equal(await session.accessToken(), 'a3')
  assert.equal(server.at('/token').at(-1)?.form.get('refresh_token'), 'r0')
})

test('invalid_grant is key_revoked, also for later calls', async () => {
  server = await startTestServer({ token: () => ({ status: 400, body: { error: 'invalid_grant' } }) })
  const session = sessionOf(ended)
  const revoked = { code: 'key_revoked', during: 'refresh', error: 'invalid_grant' }
  await assert.rejects(session.accessToken(), revoked)
  await assert.rejects(session.accessToken(), revoked)
  assert.equal(server.at('/token').length, 1)
})

test('an expired token without a refresh token is key_expired', async () => {
  server = await startTestServer()
  const { refreshToken, ...short } = ended
  await assert.rejects(sessionOf(short).accessToken(), { code: 'key_expired' })
})

test('tokens that could not be stored are kept for the next call, without a second refresh', async () => {
  server = await startTestServer({ token: rotate })
  let broken = true
  const save = () => {
    if (broken) throw new Error('disk full')
  }
  const session = sessionOf(ended, { save })
  await assert.rejects(session.accessToken(), /disk full/)
  broken = false
  assert.equal(await session.accessToken(), 'a1')
  assert.equal(server.at('/token').length, 1)
})

test('several processes refresh once, under a shared lock and store', async () => {
  server = await startTestServer({ token: rotate })
  let store: TokenSet = ended
  let queue: Promise<void> = Promise.resolve()
  const shared: SessionOptions = {
    load: () => store,
    save: (tokenSet) => {
      store = tokenSet
    },
    lock: (run) => {
      queue = queue.then(run)
      return queue
    },
  }
  const processes = Array.from({ length: 5 }, () => sessionOf(ended, shared))
  const tokens = await Promise.all(processes.map((session) => session.accessToken()))
  assert.deepEqual(new Set(tokens), new Set(['a1']))
  assert.equal(server.at('/token').length, 1)
})

test('a call refused with 401 is repeated once with a fresh token, refreshed once for all', async () => {
  server = await startTestServer({
    token: rotate,
    api: ({ authorization }) => (authorization === 'Bearer a1' ? { body: {} } : refused),
  })
  const session = sessionOf(alive)
  const body = new URLSearchParams({ name: 'Grace' })
  const calls = Array.from({ length: 20 }, () => call(session, { method: 'POST', body }))
  for (const response of await Promise.all(calls)) assert.equal(response.status, 200)
  assert.equal(server.at('/token').length, 1)
  assert.equal(server.at('/api').at(-1)?.form.get('name'), 'Grace')
})

const refused = { status: 401, body: '', headers: { 'www-authenticate': 'Bearer error="invalid_token"' } }

test('a refusal that arrives late, of a token already replaced, causes no second refresh', async () => {
  const late = Promise.withResolvers<void>()
  server = await startTestServer({
    token: rotate,
    api: async (seen, count) => {
      if (count === 1) await late.promise
      return seen.authorization === 'Bearer a0' ? refused : { body: {} }
    },
  })
  const session = sessionOf(alive)
  const slow = call(session)
  while (server.at('/api').length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.equal((await call(session)).status, 200)
  late.resolve()
  assert.equal((await slow).status, 200)
  assert.equal(server.at('/token').length, 1)
})

test('a failed refresh has no effect while the access token is valid', async () => {
  server = await startTestServer({ token: () => 'drop' })
  const session = sessionOf({ ...ended, renewAt: 1, expiresAt: Date.now() / 1000 + 10 })
  assert.equal(await session.accessToken(), 'a0')
})

test('an API that refuses the new token as well is not called again', async () => {
  server = await startTestServer({ token: rotate, api: () => refused })
  assert.equal((await call(sessionOf(alive))).status, 401)
  assert.equal(server.at('/api').length, 2)
})

test('a call whose body cannot be sent again is not repeated, but the next call has a new token', async () => {
  server = await startTestServer({ token: rotate, api: (_, count) => (count === 1 ? refused : { body: {} }) })
  const session = sessionOf(alive)
  const stream = { method: 'POST', body: new Blob(['name=Grace']).stream(), duplex: 'half' }
  assert.equal((await call(session, stream)).status, 401)
  assert.equal((await call(session)).status, 200)
  assert.equal(server.at('/api').at(-1)?.authorization, 'Bearer a1')
})

test('a revoked token at the API is key_revoked, with or without a refresh token', async () => {
  server = await startTestServer({
    token: () => ({ status: 400, body: { error: 'invalid_grant' } }),
    api: () => refused,
  })
  await assert.rejects(call(sessionOf(alive)), { code: 'key_revoked' })
  const { refreshToken, ...short } = alive
  const session = sessionOf(short)
  await assert.rejects(call(session), { code: 'key_revoked', during: 'api' })
  await assert.rejects(session.accessToken(), { code: 'key_revoked' })
})

test('a 401 for a malformed request causes no refresh (RFC 6750 §3.1)', async () => {
  const challenge = { 'www-authenticate': 'Bearer error="invalid_request"' }
  server = await startTestServer({ token: rotate, api: () => ({ status: 401, body: '', headers: challenge }) })
  assert.equal((await call(sessionOf(alive))).status, 401)
  assert.equal(server.at('/token').length, 0)
})

test('insufficient_scope names the scope that the API requires', async () => {
  const challenge = 'Basic realm="x", Bearer error="insufficient_scope", scope="read delete"'
  server = await startTestServer({
    api: () => ({ status: 403, body: '', headers: { 'www-authenticate': challenge } }),
  })
  const error = { code: 'insufficient_scope', scope: ['read', 'delete'], status: 403 }
  await assert.rejects(call(sessionOf(alive)), error)
})

test('an unreachable API is a network error, and an abort by the caller is an abort', async () => {
  server = await startTestServer({ api: (_, count) => (count === 1 ? 'drop' : 'hang') })
  await assert.rejects(call(sessionOf(alive)), { code: 'network', during: 'api' })
  await assert.rejects(call(sessionOf(alive), { signal: AbortSignal.timeout(50) }), { code: 'network', during: 'api' })
  const giveUp = new AbortController()
  setTimeout(() => giveUp.abort(new Error('enough')), 50)
  await assert.rejects(call(sessionOf(alive), { signal: giveUp.signal }), /enough/)
})

test('a token is not sent over plain http to another host', async () => {
  server = await startTestServer()
  await assert.rejects(sessionOf(alive).fetch('http://api.example.com/'), /not https/)
})
