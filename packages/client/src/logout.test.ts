import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { metadataOf, startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { type Client, type ClientOptions, createClient, type IdTokenClaims, isLoggedOutBy } from './index.ts'

const key = createTestKey('k1')
const event = 'http://schemas.openid.net/event/backchannel-logout'
let time = 1_800_000_000
let server: Awaited<ReturnType<typeof startTestServer>>
let client: Client

const newClient = (more: Partial<ClientOptions> = {}) =>
  createClient({ issuer: server.issuer, clientId: 'app', now: () => new Date(time * 1000), ...more })

before(async () => {
  server = await startTestServer({ jwks: () => ({ body: { keys: [key.jwk] } }) })
})
beforeEach(() => {
  time = 1_800_000_000
  client = newClient()
})
after(() => server.close())

const claims = (more: object = {}) => ({
  iss: server.issuer,
  aud: 'app',
  iat: time,
  exp: time + 120,
  jti: 'j1',
  sub: 'u1',
  sid: 's1',
  events: { [event]: {} },
  ...more,
})
const logoutToken = (more: object = {}, header: Readonly<Record<string, unknown>> = {}) =>
  signToken(claims(more), key, { typ: 'logout+jwt', ...header })

test('a valid logout token names the session and the user (OIDC Back-Channel Logout §2.6)', async () => {
  const logout = await client.verifyLogoutToken(logoutToken())
  assert.deepEqual(logout, { iss: server.issuer, sub: 'u1', sid: 's1', jti: 'j1', iat: time, exp: time + 120 })
  const onlyUser = await client.verifyLogoutToken(logoutToken({ jti: 'j2', sid: undefined }, { typ: undefined }))
  assert.equal(onlyUser.sid, undefined)
  await client.verifyLogoutToken(logoutToken({ jti: 'j3', sub: undefined }))
})

for (const [rule, more, message] of [
  ['another issuer (step 4)', { iss: 'https://evil.example' }, /"iss"/],
  ['another audience (step 4)', { aud: 'other' }, /"aud"/],
  ['no time of issue (step 4)', { iat: undefined }, /"iat"/],
  ['a time of issue in the future (step 4)', { iat: time + 61, exp: time + 200 }, /iat/],
  ['an expiry in the past (step 4)', { exp: time - 61 }, /expired/],
  ['no expiry (step 4)', { exp: undefined }, /"exp"/],
  ['neither sub nor sid (step 5)', { sub: undefined, sid: undefined }, /neither sub nor sid/],
  ['an empty sub', { sub: '' }, /sub/],
  ['a sid that is a number', { sid: 1 }, /sid/],
  ['no events (step 6)', { events: undefined }, /events/],
  ['another event (step 6)', { events: { 'http://schemas.openid.net/event/other': {} } }, /events/],
  ['an event that is a text (step 6)', { events: { [event]: 'yes' } }, /events/],
  ['events that are a list (step 6)', { events: [event] }, /events/],
  ['a nonce (step 7)', { nonce: 'n' }, /nonce/],
  ['a nonce that is empty (step 7)', { nonce: '' }, /nonce/],
  ['a nonce that is null (step 7)', { nonce: null }, /nonce/],
  ['a further audience (step 4)', { aud: ['app', 'other'] }, /aud/],
  ['a sub that is null', { sub: null }, /sub/],
  ['an event that is null (step 6)', { events: { [event]: null } }, /events/],
  ['an empty jti', { jti: '' }, /jti/],
  ['no jti', { jti: undefined }, /"jti"/],
  ['a jti that is a number', { jti: 5 }, /jti/],
] as const) {
  test(`a logout token with ${rule} is refused`, async () => {
    const attempt = client.verifyLogoutToken(logoutToken(more))
    await assert.rejects(attempt, { code: 'invalid_logout_token', during: 'logout', message })
  })
}

test('a logout token that is encrypted, unsigned, forged, absent or too long is refused (steps 1 to 3)', async () => {
  const forged = signToken(claims(), createTestKey('k1'), { typ: 'logout+jwt' })
  const odd = ['a.b.c.d.e', logoutToken({}, { alg: 'none' }), logoutToken({}, { alg: 'HS256' }), forged]
  const none = ['', null, undefined, 'text', `${logoutToken()}${'a'.repeat(20_000)}`]
  for (const token of [...odd, ...none]) {
    await assert.rejects(client.verifyLogoutToken(token), { code: 'invalid_logout_token' })
  }
  await assert.rejects(client.verifyLogoutToken(logoutToken({}, { typ: 'at+jwt' })), /typ/)
  const other = newClient({ idTokenAlgorithm: 'ES256' })
  await assert.rejects(other.verifyLogoutToken(logoutToken()), /not signed with ES256/)
})

test('a logout token is accepted once while it is valid, and a refused one is not used up (step 8)', async () => {
  await assert.rejects(client.verifyLogoutToken(logoutToken({ events: {} })), /events/)
  await client.verifyLogoutToken(logoutToken())
  time += 179 // the tolerance for clocks included
  const replayed = signToken(claims({ iat: time - 179, exp: time - 59 }), key)
  await assert.rejects(client.verifyLogoutToken(replayed), /used before/)
  await client.verifyLogoutToken(logoutToken({ jti: 'j2' }))
})

test('a logout token sent many times at once is accepted once (step 8)', async () => {
  const token = logoutToken()
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => client.verifyLogoutToken(token)))
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('an ID token is no logout token, and a logout token no ID token', async () => {
  const { jti: _, events: __, ...identity } = claims({ nonce: 'n' })
  await assert.rejects(client.verifyLogoutToken(signToken(identity, key)), { code: 'invalid_logout_token' })
  const app = newClient({ redirectUri: 'http://localhost/cb', scope: 'openid' })
  const { transaction } = await app.authorizationUrl()
  const id_token = logoutToken({ nonce: transaction.nonce })
  server.behaviour.token = () => tokenAnswer('a', { scope: 'openid', id_token })
  const response = new URLSearchParams({ code: 'c', state: transaction.state, iss: server.issuer })
  await assert.rejects(app.callback(response, transaction), { code: 'invalid_id_token', message: /typ/ })
})

test('a logout ends the sessions of its issuer, sid and sub (steps 9 and 10, §2.7)', () => {
  const held = { claims: { iss: 'https://id', sub: 'u1', sid: 's1', exp: 1, iat: 0 } satisfies IdTokenClaims }
  const about = (more: object) => ({ iss: 'https://id', jti: 'j', iat: 0, exp: 1, ...more })
  assert.equal(isLoggedOutBy(held, about({ sid: 's1' })), true)
  assert.equal(isLoggedOutBy(held, about({ sub: 'u1' })), true)
  assert.equal(isLoggedOutBy(held, about({ sub: 'u1', sid: 's1' })), true)
  assert.equal(isLoggedOutBy(held, about({ sub: 'u1', sid: 's2' })), false)
  assert.equal(isLoggedOutBy(held, about({ sub: 'u2', sid: 's1' })), false)
  assert.equal(isLoggedOutBy(held, about({ sub: 'u2' })), false)
  assert.equal(isLoggedOutBy(held, { ...about({ sub: 'u1' }), iss: 'https://other' }), false)
  assert.equal(isLoggedOutBy({}, about({ sub: 'u1' })), false)
  const { sid: _, ...withoutSid } = held.claims
  assert.equal(isLoggedOutBy({ claims: withoutSid }, about({ sub: 'u1', sid: 's1' })), true)
  assert.equal(isLoggedOutBy({ claims: withoutSid }, about({ sub: 'u2', sid: 's1' })), false)
  assert.equal(isLoggedOutBy({ claims: withoutSid }, about({ sid: 's1' })), false)
})

test('the logout URL has hint, client, return address and state (OIDC RP-Initiated Logout §2)', async () => {
  const options = { postLogoutRedirectUri: 'https://app.example/bye', state: 'st', uiLocales: 'de en' }
  const url = new URL((await client.logoutUrl({ idToken: 'hint' }, options)) ?? '')
  assert.equal(url.origin + url.pathname, `${server.issuer}/logout`)
  assert.deepEqual(Object.fromEntries(url.searchParams), {
    id_token_hint: 'hint',
    client_id: 'app',
    post_logout_redirect_uri: 'https://app.example/bye',
    state: 'st',
    ui_locales: 'de en',
  })
  const bare = new URL((await client.logoutUrl({})) ?? '')
  assert.deepEqual(Object.fromEntries(bare.searchParams), { client_id: 'app' })
  await assert.rejects(client.logoutUrl({}, { postLogoutRedirectUri: '/bye' }), /^TypeError: .*postLogoutRedirectUri/)
})

test('a server without end_session_endpoint has no logout URL, and one over plain http gets no hint', async () => {
  for (const [endpoint, expected] of [
    [undefined, undefined],
    ['http://id.example.com/logout', 'unexpected'],
    ['javascript:alert(1)', 'unexpected'],
    [7, 'unexpected'],
  ] as const) {
    const odd = await startTestServer({
      metadata: (issuer) => ({ body: { ...metadataOf(issuer), end_session_endpoint: endpoint } }),
    })
    try {
      const url = createClient({ issuer: odd.issuer, clientId: 'app' }).logoutUrl({ idToken: 'hint' })
      if (expected) await assert.rejects(url, { code: expected })
      else assert.equal(await url, undefined)
    } finally {
      await odd.close()
    }
  }
})
