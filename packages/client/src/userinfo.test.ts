import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { metadataOf, startTestServer } from '../test-server.ts'
import { createClient, type IdTokenClaims, type Session, type TokenSet } from './index.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
const time = 1_800_000_000

before(async () => {
  server = await startTestServer()
})
beforeEach(() => {
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
  return client.session(held)
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
  ['whose sub is a list', { body: { sub: ['u1'] } }],
  ['of another content type', { body: '{"sub":"u1"}', headers: { 'content-type': 'text/json' } }],
  ['that is encrypted', { body: 'a.b.c.d.e', headers: { 'content-type': 'application/jwt; charset=utf-8' } }],
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

for (const [rule, endpoint, message] of [
  ['over plain http', 'http://id.example.com/userinfo', /not https/],
  ['of another scheme', 'file:///etc/passwd', /not https/],
  ['that is no URL', 'userinfo', /Invalid URL/],
  ['that is a number', 7, /Invalid URL/],
] as const) {
  test(`a UserInfo endpoint ${rule} gets no token and is an error of the server`, async () => {
    const odd = await startTestServer({
      metadata: (issuer) => ({ body: { ...metadataOf(issuer), userinfo_endpoint: endpoint } }),
    })
    try {
      const client = createClient({ issuer: odd.issuer, clientId: 'app' })
      const held = { accessToken: 'a', scope: ['openid'], claims: { ...first(), iss: odd.issuer } }
      await assert.rejects(client.session(held).userinfo(), { code: 'unexpected', during: 'userinfo', message })
    } finally {
      await odd.close()
    }
  })
}
