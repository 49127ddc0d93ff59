import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import { calendar, contacts, startServer, text } from '../testing/server.ts'

const server = await startServer()
const read = async (path: string, headers = {}) => {
  const response = await server.fetch(new Request(server.issuer + path, { headers }))
  return { headers: response.headers, json: await response.json() }
}
const decode = (part = '') => JSON.parse(Buffer.from(part, 'base64url').toString())

test('the key set has no private or symmetric member (RFC 7517 §9.2)', async () => {
  const { json } = await read('/jwks')
  assert.ok(json.keys.length >= 2)
  for (const key of json.keys) {
    for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']) assert.equal(member in key, false, member)
    assert.match(key.kty, /^(EC|RSA|OKP)$/)
    assert.match(
      key.alg,
      key.use === 'enc' ? /^(RSA-OAEP-256|ECDH-ES(\+A(128|256)KW)?)$/ : /^(ES256|RS256|PS256|EdDSA)$/,
    )
  }
})

test('metadata offers neither plain PKCE, nor alg none, nor HS, and only the grants that are on (RFC 9700 §2.1)', async () => {
  const { json } = await read('/.well-known/oauth-authorization-server')
  assert.deepEqual(json.code_challenge_methods_supported, ['S256'])
  for (const [member, values] of Object.entries(json)) {
    // A client's secret may make the MAC of its own assertion (OIDC Core §9), and nothing else.
    if (!member.includes('_alg') || member.endsWith('_auth_signing_alg_values_supported')) continue
    assert.doesNotMatch(String(values), /none|HS256/, member)
  }
  assert.doesNotMatch(JSON.stringify(json), /"plain"/)
  const types = ['code', 'token', 'id_token', 'id_token token', 'code id_token', 'code token', 'code id_token token']
  assert.deepEqual(json.response_types_supported, types)
  assert.equal((await read('/.well-known/openid-configuration')).json.issuer, server.issuer)
})

test('if no client may use them, implicit and password are not in the metadata (RFC 9700 §2.1.2, §2.4)', async () => {
  const strict = await startServer(({ clients }) => ({ clients: clients.filter((one) => !('dangerously' in one)) }))
  const response = await strict.fetch(new Request(`${strict.issuer}/.well-known/oauth-authorization-server`))
  const json = await response.json()
  assert.deepEqual(json.response_types_supported, ['code'])
  assert.deepEqual(json.grant_types_supported, ['authorization_code', 'refresh_token', 'client_credentials'])
})

test('Host and X-Forwarded-Host do not change the metadata (RFC 8414 §3.3)', async () => {
  const headers = {
    host: 'evil.example',
    'x-forwarded-host': 'evil.example',
    forwarded: 'host=evil.example',
    'x-forwarded-proto': 'https',
  }
  for (const path of ['/.well-known/oauth-authorization-server', '/jwks']) {
    assert.deepEqual((await read(path, headers)).json, (await read(path)).json)
  }
  const { json } = await server.token('machine', { grant_type: 'client_credentials', scope: 'write' }, { headers })
  assert.equal(decode(String(json.access_token).split('.')[1]).iss, server.issuer)
})

test('codes and tokens have at least 128 random bits, look random and never repeat (RFC 6749 §10.10)', async () => {
  const seen = new Set<string>()
  const bits: number[] = []
  const note = (secret: string) => {
    assert.equal(seen.has(secret), false)
    seen.add(secret)
    for (const [index, byte] of Buffer.from(secret.slice(4), 'base64url').entries()) {
      for (let bit = 0; bit < 8; bit++) bits[index * 8 + bit] = (bits[index * 8 + bit] ?? 0) + ((byte >> bit) & 1)
    }
  }
  for (let round = 0; round < 40; round++) {
    const asked = Array.from({ length: 50 }, () =>
      server.token('machine', { grant_type: 'client_credentials', scope: 'read create' }),
    )
    for (const answer of await Promise.all(asked)) note(text(answer, 'access_token'))
  }
  for (let time = 0; time < 100; time++)
    note(String((await server.authorize('web', { scope: 'read' })).fields.get('code')))
  assert.equal(seen.size, 2100)
  assert.ok(bits.length >= 128)
  // Each bit is set in about half of them: within seven standard deviations, for ever.
  for (const count of bits) assert.ok(Math.abs(count - 1050) < 7 * Math.sqrt(2100 / 4), `a bit is set ${count} times`)
})

test('a JWT access token has the type, the claims and a signature that the key set verifies (RFC 9068 §2)', async () => {
  const token = text(await server.grant('other', { scope: 'write', resource: calendar }), 'access_token')
  const [header, payload, signature] = token.split('.')
  const { alg, typ, kid } = decode(header)
  assert.equal(typ, 'at+jwt')
  const claims = decode(payload)
  assert.equal(claims.iss, server.issuer)
  assert.equal(claims.aud, calendar)
  assert.equal(claims.client_id, 'other')
  assert.equal(claims.scope, 'write')
  assert.equal(claims.exp - claims.iat, 600)
  assert.ok(claims.sub && claims.jti && claims.auth_time)
  assert.notEqual(claims.sub, 'alice', 'the subject does not change with the name')
  const { keys } = (await read('/jwks')).json
  const jwk = keys.find((one: { readonly kid: string }) => one.kid === kid)
  assert.equal(jwk.alg, alg)
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const }
  assert.ok(verify('sha256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature ?? '', 'base64url')))
})

test('a JWT that was changed, has another algorithm or no signature is not accepted (RFC 8725 §3.1, §3.2)', async () => {
  const { json } = await server.token('machine', { grant_type: 'client_credentials', scope: 'write' })
  const [header = '', payload = '', signature = ''] = String(json.access_token).split('.')
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const { kid } = decode(header)
  const wider = encode({ ...decode(payload), scope: 'write admin' })
  for (const token of [
    `${header}.${wider}.${signature}`,
    `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${payload}.`,
    `${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${payload}.${signature}`,
    `${encode({ alg: 'ES256', typ: 'JWT', kid })}.${payload}.${signature}`,
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `${header}.${payload}.${signature}.x`,
    `${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`,
    `${header}.${payload}.AA`,
  ]) {
    assert.deepEqual(await server.introspect(token, 'machine'), { active: false }, token)
  }
})

test('a token is for the API of the requested scope, or for the named resource (RFC 8707 §2)', async () => {
  const ask = async (fields: object) => {
    const { json } = await server.token('machine', { grant_type: 'client_credentials', ...fields })
    return (await server.introspect(json.access_token, 'machine')).aud
  }
  assert.equal(await ask({ scope: 'read' }), contacts)
  assert.equal(await ask({ scope: 'read', resource: calendar }), calendar)
  assert.equal(await ask({ scope: 'read', resource: `${calendar}/` }), calendar)
  assert.equal(await ask({ scope: 'write' }), calendar)
})

test('a JWT with anything added to its text is not accepted (RFC 7515 §2)', async () => {
  const { json } = await server.token('machine', { grant_type: 'client_credentials', resource: calendar })
  const token = String(json.access_token)
  assert.equal((await server.introspect(token, 'machine')).active, true)
  for (const added of ['=', '==', '\n', ' ', '!', '~', 'A'])
    assert.equal((await server.introspect(token + added, 'machine')).active, false, JSON.stringify(added))
})
