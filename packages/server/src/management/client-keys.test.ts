import assert from 'node:assert/strict'
import { test } from 'node:test'
import { standardFeatures } from '../oauth/features.ts'
import { makeClientKey } from '../testing/client-jwt.ts'
import { testClients } from '../testing/server.ts'
import { checkRegistration } from './clients/check-registration.ts'
import { ManagementError } from './management-error.ts'

const key = await makeClientKey('RS256', 'a')
const { client_secret: secret, ...machine } = testClients.machine
const signer = { ...machine, client_id: 'signer', token_endpoint_auth_method: 'private_key_jwt' }
const jwks = { keys: [key.publicJwk] }
const uri = 'https://client.example.com/jwks.json'
const mac = { ...signer, token_endpoint_auth_method: 'client_secret_jwt' }

function faultsOf(members: Readonly<Record<string, unknown>>): string {
  try {
    checkRegistration(members, standardFeatures)
    return 'none'
  } catch (error) {
    assert.ok(error instanceof ManagementError)
    return error.message
  }
}

test('a client has its public keys inline or at one https address', () => {
  for (const keys of [{ jwks }, { jwks_uri: uri }, { jwks_uri: 'http://127.0.0.1:8443/jwks' }])
    assert.equal(faultsOf({ ...signer, ...keys }), 'none')
  assert.match(faultsOf(signer), /jwks is missing: private_key_jwt needs public keys/)
  assert.match(faultsOf({ ...signer, jwks, jwks_uri: uri }), /jwks_uri is given in addition to jwks/)
  for (const wrong of [
    'http://client.example.com/jwks',
    'file:///etc/passwd',
    'data:,{}',
    '/jwks',
    'https://a:b@c.example/',
  ])
    assert.match(faultsOf({ ...signer, jwks_uri: wrong }), /jwks_uri: /)
})

test('private, symmetric, short and unknown keys are refused (RFC 7517 §9.2)', async () => {
  const { n, e } = key.publicJwk
  const ec = await makeClientKey('ES256', 'b')
  const wrong: readonly (readonly [object, RegExp])[] = [
    [key.privateJwk, /keys\[0\]: d is a member of private keys/],
    [{ kty: 'oct', k: 'c2VjcmV0' }, /symmetric/],
    [{ kty: 'RSA', n: n?.slice(0, 171), e }, /2048 to 8192 bits, and this one has 10\d\d/],
    [{ kty: 'RSA', n, e: n }, /odd number/],
    [{ kty: 'RSA', n, e: 'Ag' }, /odd number/],
    [{ kty: 'RSA', e }, /base64url/],
    [{ kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }, /P-256/],
    [{ ...ec.publicJwk, x: 'AAAA' }, /x must be 32 bytes/],
    [{ ...ec.publicJwk, kty: 'OKP' }, /P-256/],
    [{ ...ec.publicJwk, kid: 7 }, /kid must be a string/],
    [{ ...ec.publicJwk, key_ops: 'verify' }, /key_ops must be an array/],
    [{}, /kty RSA/],
    [{ ...ec.publicJwk, y: ec.publicJwk.x }, /a point on the curve/],
    [{ kty: 'RSA', n: `${n?.slice(0, -2)}AA`, e }, /n must be odd/],
  ]
  for (const [jwk, expected] of wrong) assert.match(faultsOf({ ...signer, jwks: { keys: [jwk] } }), expected)
  assert.match(faultsOf({ ...signer, jwks: { keys: [] } }), /has no key/)
  assert.notEqual(faultsOf({ ...signer, jwks: { keys: Array.from({ length: 21 }, () => key.publicJwk) } }), 'none')
  for (const algorithm of ['ES384', 'ES512', 'EdDSA']) {
    const { publicJwk } = await makeClientKey(algorithm, algorithm)
    assert.equal(faultsOf({ ...signer, jwks: { keys: [publicJwk] } }), 'none')
  }
})

test('client_secret_jwt needs the secret itself, of at least 32 bytes (RFC 7518 §3.2)', () => {
  assert.equal(faultsOf({ ...mac, client_secret: secret }), 'none')
  assert.match(faultsOf({ ...mac, client_secret: 'x'.repeat(31) }), /client_secret has 31 bytes/)
  assert.match(faultsOf({ ...mac, client_secret_hash: `sha256:${'x'.repeat(43)}` }), /needs the secret itself/)
})

test('token_endpoint_auth_signing_alg is one of the method', () => {
  const algorithm = (token_endpoint_auth_signing_alg: string) => ({ token_endpoint_auth_signing_alg })
  assert.equal(faultsOf({ ...signer, jwks, ...algorithm('ES256') }), 'none')
  assert.equal(faultsOf({ ...mac, client_secret: secret, ...algorithm('HS256') }), 'none')
  for (const [client, name] of [
    [{ ...signer, jwks }, 'HS256'],
    [{ ...signer, jwks }, 'none'],
    [{ ...mac, client_secret: secret }, 'RS256'],
    [testClients.machine, 'RS256'],
  ] as const)
    assert.match(faultsOf({ ...client, ...algorithm(name) }), /token_endpoint_auth_signing_alg: /)
})

test('request objects are signed with a key of the client, and named by https URLs (OIDC Registration §2)', () => {
  const web = { ...testClients.web, jwks }
  const { jwks: _, ...withoutKeys } = web
  const algorithm = (request_object_signing_alg: string) => ({ request_object_signing_alg })
  assert.equal(faultsOf({ ...web, ...algorithm('PS256'), request_uris: ['https://app.example.com/r#x'] }), 'none')
  for (const name of ['none', 'HS256', 'RS512'])
    assert.match(faultsOf({ ...web, ...algorithm(name) }), /request_object_signing_alg: .* is not served/)
  assert.match(faultsOf({ ...withoutKeys, ...algorithm('RS256') }), /needs public keys/)
  const encrypted = { request_object_encryption_alg: 'RSA-OAEP-256' }
  for (const name of ['RSA1_5', 'RSA-OAEP', 'dir', 'A128KW', 'PBES2-HS256+A128KW'])
    assert.match(faultsOf({ ...web, request_object_encryption_alg: name }), /_alg: .* is not served/)
  assert.match(faultsOf({ ...web, ...encrypted, request_object_encryption_enc: 'A192GCM' }), /_enc: A192GCM is not/)
  assert.match(faultsOf({ ...web, request_object_encryption_enc: 'A128GCM' }), /is given without/)
  assert.equal(faultsOf({ ...web, ...encrypted, request_object_encryption_enc: 'A256GCM' }), 'none')
  assert.match(faultsOf({ ...withoutKeys, ...encrypted }), /request_object_encryption_alg needs public keys/)
  for (const uri of ['http://app.example.com/r', 'file:///r', 'urn:x:y'])
    assert.match(faultsOf({ ...web, request_uris: [uri] }), /request_uris: /)
})
