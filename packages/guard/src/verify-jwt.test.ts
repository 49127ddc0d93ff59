import assert from 'node:assert/strict'
import { createPublicKey } from 'node:crypto'
import { after, before, test } from 'node:test'
import { base64url, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { startTestIssuer, type TestIssuer, testAudience } from '../test-issuer.ts'
import { type GuardOptions, guard } from './index.ts'

let issuer: TestIssuer
before(async () => {
  issuer = await startTestIssuer()
})
after(() => issuer.close())

async function check(token: string, options: Partial<GuardOptions> = {}): Promise<string> {
  const contacts = guard({ issuer: issuer.url, audience: testAudience, ...options })
  const headers = new Headers({ authorization: `Bearer ${token}` })
  const outcome = await contacts.require('read').check({ method: 'GET', url: '/', headers })
  if (outcome.outcome !== 'refused') return outcome.outcome
  const { error, error_description } = JSON.parse(outcome.body) as { error: string; error_description: string }
  return `${outcome.status} ${error}: ${error_description}`
}

const seconds = () => Math.floor(Date.now() / 1000)

for (const alg of ['ES256', 'RS256', 'PS256', 'EdDSA', 'Ed25519']) {
  test(`a token signed with ${alg} passes`, async () => {
    await issuer.rotate(alg)
    assert.equal(await check(await issuer.sign()), 'granted')
    await issuer.rotate()
  })
}

test('typ may be written as a media type (RFC 9068 §4)', async () => {
  assert.equal(await check(await issuer.sign({}, { typ: 'application/at+jwt' })), 'granted')
})

test('the audience may be one of several, with or without the slash after a bare origin', async () => {
  assert.equal(await check(await issuer.sign({ aud: ['https://other.example.com', `${testAudience}/`] })), 'granted')
  assert.equal(await check(await issuer.sign(), { audience: ['https://a.example.com', testAudience] }), 'granted')
})

test('each of several issuers has its own keys', async () => {
  const second = await startTestIssuer()
  const options = { issuer: [issuer.url, second.url] }
  assert.equal(await check(await issuer.sign(), options), 'granted')
  assert.equal(await check(await second.sign(), options), 'granted')
  assert.match(await check(await second.sign({ iss: issuer.url }), options), /^401 invalid_token/)
  assert.match(await check(await second.sign({ iss: 'https://c.example.com' }), options), /by another issuer/)
  await second.close()
})

test('clocks may differ by clockToleranceSeconds and no more', async () => {
  assert.equal(await check(await issuer.sign({ exp: seconds() - 3 })), 'granted')
  assert.match(await check(await issuer.sign({ exp: seconds() - 3 }), { clockToleranceSeconds: 0 }), /expired/)
})

for (const [words, claims, header, pattern] of [
  ['an expired token', () => ({ exp: seconds() - 10 }), {}, /^401 invalid_token: .*expired/],
  ['a token of the future', () => ({ nbf: seconds() + 60 }), {}, /^401 invalid_token: .*not valid yet/],
  ['a token for another API', () => ({ aud: 'https://mail.example.com' }), {}, /another API/],
  ['a token of another issuer', () => ({ iss: 'https://evil.example.com' }), {}, /another issuer/],
  ['an issuer with a slash more', () => ({ iss: `${issuer.url}/` }), {}, /another issuer/],
  ['an ID token', () => ({}), { typ: 'JWT' }, /not an access token/],
  ['a token without typ', () => ({}), { typ: undefined }, /not an access token/],
  ['a token without exp', () => ({ exp: undefined }), {}, /^401 invalid_token/],
  ['a token without sub', () => ({ sub: undefined }), {}, /lacks a required claim/],
  ['a token without client_id', () => ({ client_id: undefined }), {}, /lacks a required claim/],
  ['a token with a list as scope', () => ({ scope: ['read'] }), {}, /^401 invalid_token/],
  ['a token with a malformed scope', () => ({ scope: 'read "x"' }), {}, /scope of the access token is malformed/],
  ['a token bound to a key', () => ({ cnf: { jkt: 'x' } }), {}, /sender-constrained/],
  ['an unknown critical header', () => ({}), { crit: ['x'], x: 1 }, /^401 invalid_token/],
] as const) {
  test(`${words} is refused`, async () => {
    assert.match(await check(await issuer.sign(claims(), header).catch(() => forge({ ...header }))), pattern)
  })
}

test('alg none is refused', async () => {
  const honest = await issuer.sign()
  const [, payload] = honest.split('.')
  for (const alg of ['none', 'None', 'NONE']) {
    const header = base64url.encode(JSON.stringify({ alg, typ: 'at+jwt' }))
    assert.match(await check(`${header}.${payload}.`), /^401 invalid_token/)
  }
})

test('HS256 with the public key as the secret is refused (RFC 8725 §2.1)', async () => {
  const [jwk] = issuer.publicKeys
  assert.ok(jwk)
  const pem = createPublicKey({ key: { ...jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' })
  const claims = { iss: issuer.url, aud: testAudience, sub: 'alice', client_id: 'c', jti: '1', scope: 'read' }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: jwk.kid ?? '' })
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(new TextEncoder().encode(pem.toString()))
  assert.match(await check(token), /algorithm that is not accepted/)
})

test('keys inside a token are ignored (jwk, jku, x5u; RFC 8725 §3.10)', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const asked: string[] = []
  const spy: typeof fetch = (input, init) => {
    asked.push(String(input))
    return fetch(input, init)
  }
  const evil = 'https://evil.example.com/keys'
  const header = { jwk: await exportJWK(publicKey), jku: evil, x5u: evil }
  assert.match(await check(await issuer.sign({}, header, privateKey), { fetch: spy }), /signature .* invalid/)
  assert.ok(asked.every((url) => url.startsWith(issuer.url)))
})

test('a token without kid is admitted only where one key fits', async () => {
  assert.equal(await check(await issuer.sign({}, { kid: undefined })), 'granted')
  const [jwk] = issuer.publicKeys
  assert.ok(jwk)
  issuer.publicKeys.push({ ...jwk, kid: 'another' })
  assert.match(await check(await issuer.sign({}, { kid: undefined })), /matches no key/)
  assert.equal(await check(await issuer.sign()), 'granted')
  await issuer.rotate()
})

test('a changed payload is refused', async () => {
  const [header, , signature] = (await issuer.sign()).split('.')
  const [, payload] = (await issuer.sign({ scope: 'read create delete' })).split('.')
  assert.match(await check(`${header}.${payload}.${signature}`), /signature .* invalid/)
})

for (const token of ['eyJ.e.e', 'eyJhbGciOiJFUzI1NiJ9..', `eyJ${'a'.repeat(17_000)}.a.a`, 'abc', '.'.repeat(9)]) {
  test(`a malformed token is refused: ${token.slice(0, 24)}`, async () => {
    assert.match(await check(token), /^401 invalid_token/)
  })
}

test('a verified token is not cached past its expiry', async () => {
  let time = Date.now()
  const contacts = guard({ issuer: issuer.url, audience: testAudience, now: () => new Date(time) })
  const headers = new Headers({ authorization: `Bearer ${await issuer.sign()}` })
  const ask = async () => (await contacts.require('read').check({ method: 'GET', url: '/', headers })).outcome
  assert.equal(await ask(), 'granted')
  assert.equal(await ask(), 'granted')
  time += 606_000
  assert.equal(await ask(), 'refused')
})

/** Makes what the library refuses to sign: a token with any header at all. */
function forge(header: Record<string, unknown>): string {
  const part = (value: object) => base64url.encode(JSON.stringify(value))
  return `${part({ alg: 'ES256', typ: 'at+jwt', ...header })}.${part({ iss: issuer.url })}.${base64url.encode('x')}`
}
