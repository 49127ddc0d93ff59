import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { metadataOf, startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { createClient, type IdTokenClaims, type Session, type TokenSet } from './index.ts'

const key = createTestKey('k1')
let server: Awaited<ReturnType<typeof startTestServer>>
let saved: TokenSet | undefined
const time = 1_800_000_000

before(async () => {
  server = await startTestServer()
})
beforeEach(() => {
  saved = undefined
  server.behaviour.jwks = () => ({ body: { keys: [key.jwk] } })
  server.behaviour.userinfo = () => ({ body: { sub: 'u1', name: 'Alice' } })
})
after(() => server.close())

const first = (): IdTokenClaims => ({
  iss: server.issuer,
  sub: 'u1',
  aud: 'app',
  exp: time + 300,
  iat: time,
  nonce: 'n',
  auth_time: time,
})

function session(more: Partial<TokenSet> = {}): Session {
  const client = createClient({ issuer: server.issuer, clientId: 'app', now: () => new Date(time * 1000) })
  const held = { accessToken: 'a0', refreshToken: 'r0', scope: ['openid'], idToken: 'first', claims: first(), ...more }
  const save = (fresh: TokenSet) => {
    saved = fresh
  }
  return client.session(held, { save })
}

test('userinfo sends the access token and returns the claims', async () => {
  assert.deepEqual(await session().userinfo(), { sub: 'u1', name: 'Alice' })
  assert.equal(server.at('/userinfo').at(-1)?.authorization, 'Bearer a0')
})

test('claims about another user are refused (OIDC Core §5.3.2)', async () => {
  server.behaviour.userinfo = () => ({ body: { sub: 'u2', name: 'Mallory' } })
  await assert.rejects(session().userinfo(), { code: 'invalid_id_token', during: 'userinfo' })
})

for (const [rule, answer] of [
  ['without sub', { body: { name: 'Alice' } }],
  ['that is null', { body: null }],
  ['that is a list', { body: ['u1'] }],
  ['that is a web page', { body: '<html>' }],
  ['with an error status', { status: 500, body: { error: 'server_error' } }],
  ['that is a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }],
  ['that is a JWT', { body: 'a.b.c', headers: { 'content-type': 'application/jwt' } }],
] as const) {
  test(`a UserInfo response ${rule} is unexpected`, async () => {
    server.behaviour.userinfo = () => answer
    await assert.rejects(session().userinfo(), { code: 'unexpected', during: 'userinfo' })
  })
}

test('without an ID token to compare with, nothing is asked', async () => {
  const { claims: _, ...bare } = session().tokenSet()
  const sent = server.at('/userinfo').length
  const client = createClient({ issuer: server.issuer, clientId: 'app' })
  await assert.rejects(client.session(bare).userinfo(), /^TypeError: userinfo: .*openid/)
  assert.equal(server.at('/userinfo').length, sent)
})

test('a UserInfo endpoint over plain http gets no token', async () => {
  const odd = await startTestServer({
    metadata: (issuer) => ({ body: { ...metadataOf(issuer), userinfo_endpoint: 'http://id.example.com/userinfo' } }),
  })
  try {
    const client = createClient({ issuer: odd.issuer, clientId: 'app' })
    const held = { accessToken: 'a', scope: ['openid'], claims: first() }
    await assert.rejects(client.session(held).userinfo(), /not https/)
  } finally {
    await odd.close()
  }
})

/** Refreshes a session at a server that sends these claims in the new ID token. */
async function refreshWith(more: object | undefined): Promise<TokenSet> {
  const id_token = more && signToken({ ...first(), nonce: undefined, ...more }, key)
  server.behaviour.token = () => tokenAnswer('a1', { scope: 'openid', ...(id_token && { id_token }) })
  const held = session({ expiresAt: time - 1 })
  await held.accessToken()
  return held.tokenSet()
}

test('a refresh replaces the ID token, or keeps the first one if there is no new one (OIDC Core §12.2)', async () => {
  const kept = await refreshWith(undefined)
  assert.deepEqual([kept.accessToken, kept.idToken, kept.claims], ['a1', 'first', first()])
  const replaced = await refreshWith({ iat: time + 1 })
  assert.notEqual(replaced.idToken, 'first')
  assert.deepEqual([replaced.claims?.iat, replaced.claims?.nonce], [time + 1, 'n'])
  assert.deepEqual(saved, replaced)
})

for (const [rule, more] of [
  ['another user', { sub: 'u2' }],
  ['another login', { auth_time: time - 5 }],
  ['another nonce', { nonce: 'other' }],
  ['another client', { aud: 'other' }],
  ['another access token', { at_hash: 'AAAA' }],
] as const) {
  test(`a refresh with an ID token about ${rule} is refused (OIDC Core §12.2)`, async () => {
    await assert.rejects(refreshWith(more), { code: 'invalid_id_token', during: 'refresh' })
    assert.equal(saved, undefined)
  })
}

test('an outage of the keys during a refresh loses neither tokens nor ID token', async () => {
  server.behaviour.jwks = () => 'drop'
  const kept = await refreshWith({ iat: time + 1 })
  assert.deepEqual([kept.accessToken, kept.idToken], ['a1', 'first'])
})
