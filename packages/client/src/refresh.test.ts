import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { createClient, type IdTokenClaims, isLoggedOutBy, type Session, type TokenSet } from './index.ts'

const key = createTestKey('k1')
let server: Awaited<ReturnType<typeof startTestServer>>
let saved: TokenSet | undefined
const start = 1_800_000_000
let time = start

before(async () => {
  server = await startTestServer()
})
beforeEach(() => {
  saved = undefined
  time = start
  server.behaviour.jwks = () => ({ body: { keys: [key.jwk] } })
})
after(() => server.close())

const first = (): IdTokenClaims => ({
  iss: server.issuer,
  sub: 'u1',
  aud: 'app',
  exp: start + 300,
  iat: start,
  nonce: 'n',
  auth_time: start,
  sid: 's1',
  acr: 'urn:strong',
  amr: ['pwd', 'otp'],
})
/** What a new ID token needs to be accepted, and nothing else. */
const bare = () => ({ iss: server.issuer, sub: 'u1', aud: 'app', exp: time + 300, iat: time })

function session(more: Partial<TokenSet> = {}): Session {
  const client = createClient({ issuer: server.issuer, clientId: 'app', now: () => new Date(time * 1000) })
  const tokens = { accessToken: 'a0', refreshToken: 'r0', scope: ['openid'], idToken: 'first', claims: first() }
  const save = (fresh: TokenSet) => {
    saved = fresh
  }
  return client.session({ ...tokens, expiresAt: time - 1, ...more }, { save })
}

/** Refreshes a session at a server that sends this ID token. */
async function refreshWith(id_token: string | undefined, held = session()): Promise<TokenSet> {
  server.behaviour.token = () => tokenAnswer('a1', { scope: 'openid', expires_in: 60, ...(id_token && { id_token }) })
  await held.accessToken()
  return held.tokenSet()
}

test('a refresh replaces the ID token, or keeps the first one if there is no new one (OIDC Core §12.2)', async () => {
  const kept = await refreshWith(undefined)
  assert.deepEqual([kept.accessToken, kept.idToken, kept.claims], ['a1', 'first', first()])
  const token = signToken({ ...first(), nonce: undefined, iat: start + 1 }, key)
  const replaced = await refreshWith(token)
  assert.equal(replaced.idToken, token)
  assert.deepEqual([replaced.claims?.iat, replaced.claims?.nonce], [start + 1, 'n'])
  assert.deepEqual(saved, replaced)
})

for (const [rule, more] of [
  ['another issuer', { iss: 'https://evil.example' }],
  ['another user', { sub: 'u2' }],
  ['no user', { sub: undefined }],
  ['another login', { auth_time: start - 5 }],
  ['another nonce', { nonce: 'other' }],
  ['another client', { aud: 'other' }],
  ['another access token', { at_hash: 'AAAA' }],
  ['a time before the first ID token', { iat: start - 61 }],
  ['a time in the future', { iat: start + 61 }],
] as const) {
  test(`a refresh with an ID token about ${rule} is refused (OIDC Core §12.2)`, async () => {
    const attempt = refreshWith(signToken({ ...bare(), ...more }, key))
    await assert.rejects(attempt, { code: 'invalid_id_token', during: 'refresh' })
    assert.equal(saved, undefined)
  })
}

test('an ID token that was issued long before the refresh is refused (OIDC Core §12.2)', async () => {
  const old = signToken({ ...bare(), exp: start + 9000 }, key)
  time += 3600
  await assert.rejects(refreshWith(old), { code: 'invalid_id_token', message: /iat/ })
})

test('an ID token of a refresh that is unsigned, forged or encrypted is refused', async () => {
  const tokens = [
    signToken(bare(), key, { alg: 'none' }),
    signToken(bare(), key, { alg: 'HS256' }),
    signToken(bare(), createTestKey('k1')),
    'a.b.c.d.e',
    'text',
  ]
  for (const token of tokens) {
    await assert.rejects(refreshWith(token), { code: 'invalid_id_token', during: 'refresh' })
  }
})

test('what the first ID token said of the login holds after refreshes that leave it out (OIDC Core §12.2)', async () => {
  const held = session()
  const { claims } = await refreshWith(signToken(bare(), key), held)
  const { auth_time, nonce, sid, acr, amr } = claims ?? {}
  const { auth_time: asked, nonce: own, sid: session1, acr: level, amr: factors } = first()
  assert.deepEqual(
    { auth_time, nonce, sid, acr, amr },
    { auth_time: asked, nonce: own, sid: session1, acr: level, amr: factors },
  )
  const logout = { iss: server.issuer, sid: 's1', jti: 'j', iat: start, exp: start + 1 }
  assert.equal(isLoggedOutBy(held.tokenSet(), logout), true)
  time += 61
  const later = refreshWith(signToken({ ...bare(), auth_time: time }, key), held)
  await assert.rejects(later, { code: 'invalid_id_token', message: /auth_time/ })
})

test('an outage of the keys during a refresh loses neither tokens nor ID token', async () => {
  server.behaviour.jwks = () => 'drop'
  const kept = await refreshWith(signToken(bare(), key))
  assert.deepEqual([kept.accessToken, kept.idToken], ['a1', 'first'])
})

test('a token set of another issuer makes no session, because its sub is another user’s (OIDC Core §2)', () => {
  assert.throws(
    () => session({ claims: { ...first(), iss: 'https://other.example' } }),
    /^TypeError: session: .*https:\/\/other\.example/,
  )
})

test('a stored token set of another issuer is not refreshed here', async () => {
  const client = createClient({ issuer: server.issuer, clientId: 'app', now: () => new Date(time * 1000) })
  const tokens = { accessToken: 'a0', refreshToken: 'r0', scope: ['openid'], idToken: 'first', expiresAt: time - 1 }
  const stored = { ...tokens, accessToken: 'b0', claims: { ...first(), iss: 'https://other.example' } }
  const sent = server.at('/token').length
  const held = client.session({ ...tokens, claims: first() }, { load: () => stored })
  await assert.rejects(held.accessToken(), /^TypeError: session: .*https:\/\/other\.example/)
  assert.equal(server.at('/token').length, sent)
})
