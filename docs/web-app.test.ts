import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { createClient, type Session, type TokenSet } from '@valetkey/client'
import { parse } from 'yaml'
import { startTestServer, tokenAnswer } from '../packages/client/test-server.ts'
import { createTestKey, signToken } from '../packages/client/test-signer.ts'
import { findSnippet, writeSnippets } from './snippets.ts'

const page = readFileSync(new URL('web-app.md', import.meta.url), 'utf8')
let servers: Awaited<ReturnType<typeof startTestServer>>
let child: ChildProcess | undefined

beforeEach(async () => {
  servers = await startTestServer({
    token: (_, count) => tokenAnswer(`a${count}`, { refresh_token: `r${count}` }),
    api: () => ({ body: [{ id: 1, name: 'Grace' }] }),
  })
})
afterEach(async () => {
  child?.kill()
  await servers.close()
})

const client = () => createClient({ issuer: servers.issuer, clientId: 'my-app', clientSecret: 'hush' })
const held: TokenSet = { accessToken: 'a0', refreshToken: 'r0', scope: ['read'] }

test('the registration is YAML with the fields of a confidential web app', () => {
  const { clients } = parse(findSnippet(page, 'registration.yaml').code)
  assert.equal(clients[0].client_id, 'my-app')
  assert.deepEqual(clients[0].redirect_uris, ['http://localhost:3000/callback'])
})

/** Runs the page's app during a test. */
async function withApp(use: (origin: string) => Promise<void>): Promise<void> {
  const free = await startTestServer()
  const origin = free.issuer
  await free.close()
  const placed = writeSnippets(page, {
    'http://localhost:4000': servers.issuer,
    'http://localhost:4001': servers.issuer,
    'http://localhost:3000': origin,
    'listen(3000)': `listen(${new URL(origin).port}, '127.0.0.1')`,
  })
  child = spawn(process.execPath, [path.join(placed.folder, 'app.ts')], {
    env: { ...process.env, CLIENT_SECRET: 'hush' },
    stdio: 'inherit',
  })
  try {
    await eventually(() => fetch(`${origin}/nothing`))
    await use(origin)
  } finally {
    placed.remove()
  }
}

/** Opens the app, which starts a request; returns the browser's cookie and a function that sends a response. */
async function begin(origin: string) {
  const first = await fetch(origin, { redirect: 'manual' })
  const headers = { cookie: first.headers.get('set-cookie')?.split(';')[0] ?? '' }
  const request = new URL(first.headers.get('location') ?? '')
  assert.equal(request.searchParams.get('code_challenge_method'), 'S256')
  const fixed = { state: request.searchParams.get('state') ?? '', iss: servers.issuer }
  const respond = async (fields: Record<string, string>) => {
    const url = `${origin}/callback?${new URLSearchParams({ ...fixed, ...fields })}`
    const response = await fetch(url, { headers, redirect: 'manual' })
    headers.cookie = response.headers.get('set-cookie')?.split(';')[0] ?? headers.cookie
    return response
  }
  return { headers, respond }
}

test('the app sends the user to the server, redeems the code and shows contacts', () =>
  withApp(async (origin) => {
    const { headers, respond } = await begin(origin)
    assert.equal((await respond({ code: 'c' })).status, 303)
    assert.match(await (await fetch(origin, { headers })).text(), /Grace/)
    assert.equal(servers.at('/contacts')[0]?.authorization, 'Bearer a1')
  }))

test('a cookie that was known before the login shows nothing after it', () =>
  withApp(async (origin) => {
    const { headers, respond } = await begin(origin)
    const planted = { ...headers }
    await respond({ code: 'c' })
    assert.notDeepEqual(headers, planted)
    assert.equal((await fetch(origin, { headers: planted, redirect: 'manual' })).status, 303)
    assert.equal(servers.at('/contacts').length, 0)
  }))

test('the app handles a denial, a lost session and a revoked authorization', () =>
  withApp(async (origin) => {
    const { headers, respond } = await begin(origin)
    const denied = await respond({ error: 'access_denied' })
    assert.equal(denied.status, 200)
    assert.match(await denied.text(), /You denied access.*Start again/)
    const lost = await fetch(`${origin}/callback?code=c&state=s`)
    assert.equal(lost.status, 400)
    assert.match(await lost.text(), /no open request.*Start again/)
    assert.equal((await respond({ error: 'access_denied' })).status, 400)
    const again = await begin(origin)
    await again.respond({ code: 'c' })
    servers.behaviour.api = () => ({ status: 401, body: '' })
    servers.behaviour.token = () => ({ status: 400, body: { error: 'invalid_grant' } })
    assert.match(await (await fetch(origin, { headers: again.headers })).text(), /was revoked/)
    assert.equal((await fetch(origin, { headers, redirect: 'manual' })).status, 303)
  }))

test('each error code has its own handling', async () => {
  const deleteContact = await load('delete-contact.ts', 'deleteContact')
  const outcome = () => deleteContact(client().session(held), '1')
  assert.equal(await outcome(), 'deleted')
  const lacking = { 'www-authenticate': 'Bearer error="insufficient_scope", scope="delete"' }
  servers.behaviour.api = () => ({ status: 403, body: '', headers: lacking })
  assert.equal(await outcome(), 'request: read delete')
  servers.behaviour.api = () => ({ status: 401, body: '' })
  servers.behaviour.token = () => ({ status: 400, body: { error: 'invalid_grant' } })
  assert.equal(await outcome(), 'delete the tokens and request access again')
  servers.behaviour.api = () => 'drop'
  assert.equal(await outcome(), 'try again later: no token is lost')
})

test('tokens are read from the store, and refreshed tokens are stored', async () => {
  const sessionOf = await load('stored-session.ts', 'sessionOf')
  const rows = new Map<string, TokenSet>([['alice', { ...held, expiresAt: 1 }]])
  const store = {
    read: async (user: string) => rows.get(user),
    write: async (user: string, tokenSet: TokenSet) => void rows.set(user, tokenSet),
    locked: (_: string, run: () => Promise<void>) => run(),
  }
  assert.equal(await sessionOf('bob', client(), store), undefined)
  const session = (await sessionOf('alice', client(), store)) as Session
  assert.equal(await session.accessToken(), 'a1')
  assert.equal(rows.get('alice')?.refreshToken, 'r1')
})

test('disconnecting revokes', async () => {
  const disconnect = await load('disconnect.ts', 'disconnect')
  await disconnect(client(), client().session(held))
  assert.equal(servers.at('/revoke')[0]?.form.get('token'), 'r0')
})

test('the registration for signing in is valid and has the addresses of a logout', () => {
  const { clients, outbound } = parse(findSnippet(page, 'sign-in.yaml').code)
  assert.ok(clients[0].scope.split(' ').includes('openid'))
  const target = new URL(clients[0].backchannel_logout_uri)
  assert.deepEqual([target.pathname, outbound.allowHosts], ['/backchannel-logout', [target.host]])
})

test('the user is read, signed out at the server, and signed out by the server', async () => {
  const key = createTestKey('k1')
  servers.behaviour.jwks = () => ({ body: { keys: [key.jwk] } })
  servers.behaviour.userinfo = () => ({ body: { sub: 'u1', name: 'Alice', email: 'alice@example.com' } })
  const about = { iss: servers.issuer, sub: 'u1', sid: 's1', exp: Math.floor(Date.now() / 1000) + 60, iat: 0 }
  const signedIn = client().session({ ...held, idToken: 'hint', claims: about })
  const readUser = await load('sign-in.ts', 'readUser')
  assert.deepEqual(await readUser(signedIn), { sub: 'u1', name: 'Alice', email: 'alice@example.com' })
  assert.equal(await readUser(client().session(held)), undefined)
  let ended = false
  const signOut = await load('sign-in.ts', 'signOut')
  const url = await signOut(client(), signedIn, () => {
    ended = true
  })
  assert.ok(ended)
  assert.match(String(url), /\/logout\?id_token_hint=hint&.*post_logout_redirect_uri=/)
  const endSessions = await load('sign-in.ts', 'endSessions')
  const sessions = new Map([['browser', signedIn]])
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  const token = signToken({ ...about, aud: 'my-app', jti: 'j1', events }, key)
  const app = client()
  assert.equal(await endSessions(app, new URLSearchParams({ logout_token: 'forged' }), sessions), 400)
  assert.equal(sessions.size, 1)
  assert.equal(await endSessions(app, new URLSearchParams({ logout_token: token }), sessions), 200)
  assert.equal(sessions.size, 0)
})

/** Loads a function from one of the page's snippets. */
async function load(file: string, name: string) {
  const placed = writeSnippets(page, { 'http://localhost:4001': servers.issuer })
  const { [name]: act } = await placed.load(file).finally(placed.remove)
  assert.ok(typeof act === 'function')
  return act as (...values: readonly unknown[]) => Promise<unknown>
}

/** Repeats a call until the starting program responds. */
async function eventually<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await act()
    } catch (error) {
      if (tries === 100) throw error
      await setTimeout(100)
    }
  }
}
