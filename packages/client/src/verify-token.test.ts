import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { startTestServer, tokenAnswer } from '../test-server.ts'
import { createTestKey, signToken } from '../test-signer.ts'
import { createClient, type TokenSet } from './index.ts'

const key = createTestKey('k1')
const now = 1_800_000_000
let server: Awaited<ReturnType<typeof startTestServer>>
before(async () => {
  server = await startTestServer()
})
beforeEach(() => {
  server.behaviour.jwks = () => ({ body: { keys: [key.jwk] } })
})
after(() => server.close())

type Header = Readonly<Record<string, unknown>>
const newClient = () =>
  createClient({
    issuer: server.issuer,
    clientId: 'app',
    redirectUri: 'http://localhost/cb',
    scope: 'openid',
    now: () => new Date(now * 1000),
  })

/** Signs in with an ID token made of the claims that the client expects. */
async function signIn(idToken: (claims: Header) => string): Promise<TokenSet> {
  const client = newClient()
  const { transaction } = await client.authorizationUrl({ maxAge: 100 })
  const { nonce, state } = transaction
  const claims = { iss: server.issuer, sub: 'u1', aud: 'app', exp: now + 300, iat: now, auth_time: now, nonce }
  server.behaviour.token = () => tokenAnswer('a', { id_token: idToken(claims), scope: 'openid' })
  return client.callback(new URLSearchParams({ code: 'c', state, iss: server.issuer }), transaction)
}

const refused = (message: RegExp) => ({ code: 'invalid_id_token', during: 'callback', message })
const other = createTestKey('k1')
const ownKey = { jwk: other.jwk, jku: 'http://127.0.0.1:1/jwks', x5u: 'http://127.0.0.1:1/x5u' }

for (const [rule, header, message] of [
  ['a key of its own (RFC 8725 §3.10)', ownKey, /signature/],
  ['an unencoded payload (RFC 7797)', { b64: false, crit: ['b64'] }, /./],
  ['critical headers that are an empty list (RFC 7515 §4.1.11)', { crit: [] }, /crit/],
  ['critical headers that are a text', { crit: 'exp' }, /crit/],
  ['a critical header that it does not have', { crit: ['exp'] }, /exp/],
  ['a kid that is a number', { kid: 1 }, /kid|no key/],
  ['a kid that is a list', { kid: ['k1'] }, /kid|no key/],
  ['an algorithm that is a list', { alg: ['RS256'] }, /alg|RS256/],
  ['an algorithm in lower case', { alg: 'rs256' }, /RS256/],
  ['a typ that is a number', { typ: 1 }, /typ/],
  ['a typ that is a list', { typ: ['JWT'] }, /typ/],
  ['an empty typ', { typ: '' }, /typ/],
  ['the typ of a signed UserInfo response', { typ: 'userinfo+jwt' }, /typ/],
] as const) {
  test(`an ID token with ${rule} in its header is refused`, async () => {
    const signer = 'jwk' in header ? other : key
    await assert.rejects(
      signIn((claims) => signToken(claims, signer, header)),
      refused(message),
    )
  })
}

const short = generateKeyPairSync('rsa', { modulusLength: 1024 })
const weak = { jwk: { ...short.publicKey.export({ format: 'jwk' }), kid: 'k1' }, privateKey: short.privateKey }
const secret = { kty: 'oct', kid: 'k1', alg: 'HS256', k: Buffer.from(JSON.stringify(key.jwk)).toString('base64url') }

for (const [rule, published, signer, header] of [
  ['for encryption', { ...key.jwk, use: 'enc' }, key, {}],
  ['of another algorithm of its type', { ...key.jwk, alg: 'RS512' }, key, {}],
  ['that may only encrypt', { ...key.jwk, use: undefined, key_ops: ['encrypt'] }, key, {}],
  ['that is private', key.privateKey.export({ format: 'jwk' }), key, {}],
  ['that is symmetric', secret, key, { alg: 'HS256' }],
  ['that is too short (RFC 7518 §3.3)', weak.jwk, weak, { alg: 'RS256' }],
  ['without parameters', { kty: 'RSA', kid: 'k1' }, key, {}],
  ['of another type under its name', { ...createTestKey('k1', 'ES256').jwk, alg: 'RS256' }, key, {}],
] as const) {
  test(`an ID token signed with a published key ${rule} is refused`, async () => {
    server.behaviour.jwks = () => ({ body: { keys: [published] } })
    await assert.rejects(
      signIn((claims) => signToken(claims, signer, header)),
      refused(/key|signed with/i),
    )
  })
}

for (const [rule, json, message] of [
  ['an expiry without end', '"exp":1e999', /exp/],
  ['a time of issue without end', '"iat":1e999', /iat/],
  ['a time of issue before all time', '"iat":-1e999', /iat/],
  ['a start before all time', '"nbf":-1e999', /nbf/],
  ['a login in the future, which any maxAge would allow', `"auth_time":${now + 61}`, /auth_time/],
  ['a login without end', '"auth_time":1e999', /auth_time/],
  ['a login before all time', '"auth_time":-1e999', /auth_time/],
  ['a null nonce', '"nonce":null', /nonce/],
  ['a null audience', '"aud":null', /aud/],
  ['no audience in the list', '"aud":[]', /aud/],
  ['its audience below another', '"aud":[["app"]]', /aud/],
  ['an authorized party that is null', '"azp":null', /azp/],
  ['an authorized party that is a list', '"azp":["app"]', /azp/],
  ['an issuer that is a list', '"iss":["ISS"]', /iss/],
  ['a hash that is null', '"at_hash":null', /at_hash/],
  ['a second sub, of which the last counts (RFC 7519 §4)', '"sub":""', /sub/],
] as const) {
  test(`an ID token with ${rule} is refused`, async () => {
    const text = (claims: Header) => `${JSON.stringify(claims).slice(0, -1)},${json.replace('ISS', server.issuer)}}`
    await assert.rejects(
      signIn((claims) => signToken(text(claims), key)),
      refused(message),
    )
  })
}

for (const [rule, text] of [
  ['a list', '[1]'],
  ['null', 'null'],
  ['no JSON', '{'],
] as const) {
  test(`an ID token whose claims are ${rule} is refused`, async () => {
    await assert.rejects(
      signIn(() => signToken(text, key)),
      refused(/./),
    )
  })
}

test('of two members with one name the last counts, for every claim (RFC 7519 §4)', async () => {
  const doubled = (claims: Header) => `{"sub":"admin","iss":"https://evil.example",${JSON.stringify(claims).slice(1)}`
  assert.equal((await signIn((claims) => signToken(doubled(claims), key))).claims?.sub, 'u1')
})

test('a malformed token has no keys fetched: anyone can send one', async () => {
  const sent = server.at('/jwks').length
  for (const token of [
    'text',
    'a.b.c',
    'a.b.c.d.e',
    signToken({}, key, { alg: 'none' }),
    signToken({}, key, { typ: 'at+jwt' }),
  ]) {
    await assert.rejects(newClient().verifyLogoutToken(token), { code: 'invalid_logout_token' })
  }
  assert.equal(server.at('/jwks').length, sent)
})
