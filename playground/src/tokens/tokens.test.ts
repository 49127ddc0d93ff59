import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import type { Run } from '../flows/flow.ts'
import { decodeJwt } from './decode.ts'
import { signatureAlgorithms, verifyJwt, verifySignature } from './verify.ts'
import { verifyIdToken } from './verify-id-token.ts'

const now = 1_800_000_000_000
const seconds = now / 1000
const [issuer, clientId] = ['https://id.example.com', 'app']
const claims = {
  iss: issuer,
  aud: clientId,
  sub: 'alice',
  nonce: 'n',
  iat: seconds,
  exp: seconds + 60,
  auth_time: seconds,
}

async function makeSigner(alg: string) {
  const { privateKey, publicKey } = await generateKeyPair(alg)
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: alg, alg }] }
  const sign = (payload: JWTPayload, kid = alg) =>
    new SignJWT(payload).setProtectedHeader({ alg, kid, typ: 'JWT' }).sign(privateKey)
  return { keys, sign }
}

const signer = await makeSigner('ES256')

for (const algorithm of signatureAlgorithms) {
  test(`a signature with ${algorithm} is verified, and one over other claims is not`, async () => {
    const { keys, sign } = await makeSigner(algorithm)
    const token = await sign({ ...claims, name: 'Zoë' })
    assert.deepEqual(await verifySignature(token, keys), { outcome: 'valid', algorithm, keyId: algorithm })
    assert.equal(decodeJwt(token)?.claims.name, 'Zoë')
    const [head, , signature] = token.split('.')
    const forged = `${head}.${btoa('{"sub":"bob"}').replaceAll('=', '')}.${signature}`
    assert.deepEqual(await verifySignature(forged, keys), {
      outcome: 'invalid',
      reason: 'its signature is not valid: it was changed.',
    })
    assert.equal((await verifySignature(await sign(claims, 'unknown'), keys)).outcome, 'invalid')
  })
}

test('a token that is not a signed JWT is not decoded, and breaks nothing', async () => {
  const part = btoa('{}').replaceAll('=', '')
  const texts = [
    '',
    '.',
    '..',
    'opaque',
    'a.b.c',
    `${part}.${part}`,
    `${part}.${part}.x.y.z`,
    `${btoa('[]')}.${part}.x`,
  ]
  for (const text of [...texts, `${part}.${btoa('\xff')}.x`, `${part}.${'a'.repeat(200_000)}.x`]) {
    assert.equal(decodeJwt(text), undefined, text.slice(0, 40))
    assert.deepEqual(await verifySignature(text, signer.keys), { outcome: 'not-a-jwt' })
  }
  const unsigned = `${btoa('{"alg":"none"}').replaceAll('=', '')}.${part}.`
  assert.equal((await verifySignature(unsigned, signer.keys)).outcome, 'invalid')
})

test('a JWT for another client, of another server, or expired is refused (RFC 7519 §7.2)', async () => {
  const expected = { issuer, audience: clientId, now }
  const verify = async (change: JWTPayload) =>
    verifyJwt(await signer.sign({ ...claims, ...change }), signer.keys, expected)
  assert.equal((await verify({})).outcome, 'verified')
  for (const [change, reason] of [
    [{ iss: 'https://evil.example' }, /^iss is "https:\/\/evil\.example", expected https:\/\/id/],
    [{ aud: 'other' }, /^aud is "other"/],
    [{ exp: seconds - 61 }, /expired/],
    [{ exp: undefined }, /exp is missing/],
  ] as const) {
    const result = await verify(change as JWTPayload)
    assert.match(result.outcome === 'refused' ? result.reason : '', reason)
  }
})

test('an ID token is refused with a code or a token that it is not bound to (OIDC Core §3.3.2.11)', async () => {
  // The hash of the example in OIDC Core A.4, whose ID token is signed with RS256.
  const rsa = await makeSigner('RS256')
  const client = { clientId, clientSecret: undefined, redirectUri: '' }
  const settings = { metadata: { issuer }, client, otherClient: client, api: '', otherApi: '', scope: 'openid' }
  const run: Run = { settings: { ...settings, responseMode: undefined, choices: {} }, values: { nonce: 'n' }, now }
  const idToken = await rsa.sign({ ...claims, c_hash: 'LDktKdoQak3Pk0cnXxCltA', at_hash: '77QmUPtjPfzWtF2AnpK9RQ' })
  const verify = (code: string | undefined, token: string | undefined) =>
    verifyIdToken(idToken, run, { loadKeys: async () => rsa.keys }, { code, token })
  const code = 'Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk'
  const token = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'
  assert.equal(await verify(code, token), undefined)
  assert.match(String(await verify('another', token)), /c_hash/)
  assert.match(String(await verify(code, 'another')), /at_hash/)
})

test('an ID token of another request, user or login is refused (OIDC Core §3.1.3.7)', async () => {
  const client = { clientId, clientSecret: undefined, redirectUri: '' }
  const values = { nonce: 'n' }
  const settings = { metadata: { issuer }, client, otherClient: client, api: '', otherApi: '', scope: 'openid' }
  const run: Run = { settings: { ...settings, responseMode: undefined, choices: {} }, values, now }
  const tools = { loadKeys: async () => signer.keys }
  const verify = async (change: JWTPayload, more: Run['values'] = {}) =>
    verifyIdToken(await signer.sign({ ...claims, ...change }), { ...run, values: { ...values, ...more } }, tools)
  const before = await signer.sign({ ...claims, sub: 'bob' })
  assert.equal(await verify({}), undefined)
  assert.match(String(await verify({ nonce: 'x' })), /nonce/)
  assert.match(String(await verify({ azp: 'x' })), /azp/)
  assert.match(String(await verify({ sub: '' })), /sub is missing/)
  assert.match(String(await verify({}, { id_token: before })), /another user/)
  assert.match(String(await verify({}, { acr_values: 'strong' })), /acr is missing/)
  assert.equal(await verify({ acr: 'strong' }, { acr_values: 'stronger strong' }), undefined)
  assert.equal(await verify({}, { login_after: String(now) }), undefined)
  assert.match(String(await verify({ auth_time: seconds - 60 }, { login_after: String(now) })), /auth_time is before/)
  const failing = { loadKeys: () => Promise.reject(new Error('the keys do not load')) }
  assert.match(String(await verifyIdToken(before, run, failing)), /cannot be verified: the keys do not load/)
})
