import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { CompactEncrypt, type JWK, SignJWT } from 'jose'
import { encode, type Fields } from '../../../../../../conformance/target/target.ts'
import { makeClientKey } from '../../../testing/client-jwt.ts'
import { authorizationRequest, startServer, type TestServer, testClients } from '../../../testing/server.ts'

const algs = ['RSA-OAEP-256', 'ECDH-ES', 'ECDH-ES+A128KW', 'ECDH-ES+A256KW']
const encs = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512']

let served = ''
const site = createServer((_, response) => response.end(served)).listen(0, '127.0.0.1')
await once(site, 'listening')
after(() => site.close())
const request_uri = `http://127.0.0.1:${(site.address() as AddressInfo).port}/object`

const key = await makeClientKey('ES256', 'client-key')
const jwks = { keys: [key.publicJwk] }
const change = {
  web: { jwks, request_uris: [request_uri] },
  other: { jwks, request_object_encryption_alg: 'ECDH-ES', request_object_encryption_enc: 'A256GCM' },
}
const start = () =>
  startServer((config) => ({
    clients: config.clients.map((one) => ({ ...one, ...change[one.client_id as keyof typeof change] })),
    outbound: { allowHosts: ['127.0.0.1'] },
  }))
const server = await start()
const { issuer } = server
const callback = testClients.web.redirect_uris[0]

async function encryptionKeys(at: TestServer = server): Promise<readonly JWK[]> {
  const { keys } = (await (await at.fetch(new Request(`${at.issuer}/jwks`))).json()) as { keys: readonly JWK[] }
  return keys.filter((one) => one.use === 'enc')
}

async function keyFor(alg: string): Promise<JWK> {
  return (await encryptionKeys()).find((one) => one.alg === alg) ?? assert.fail(`no key for ${alg}`)
}

function sign(client: ClientName, claims: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { fields } = authorizationRequest(client, { scope: 'read', prompt: 'none' })
  const payload = JSON.parse(JSON.stringify({ iss: client, aud: issuer, ...fields, ...claims }))
  return new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: key.kid }).sign(key.privateKey)
}

type ClientName = 'web' | 'other' | 'native'

interface Sealing {
  readonly alg?: string
  readonly enc?: string
  readonly to?: JWK
  readonly header?: object
}

async function encrypt(text: string, { alg = 'RSA-OAEP-256', enc = 'A128GCM', to, header = {} }: Sealing = {}) {
  const jwk = to ?? (await keyFor(alg))
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg, enc, kid: jwk.kid ?? '', cty: 'JWT', ...header })
    .encrypt({ ...jwk, alg })
}

async function answerTo(fields: Fields, at: TestServer = server, method = 'GET') {
  const query = encode(fields)
  const init = method === 'GET' ? {} : { method, body: new URLSearchParams(query.toString()) }
  const response = await at.fetch(new Request(`${at.issuer}/authorize${method === 'GET' ? `?${query}` : ''}`, init))
  const location = response.headers.get('location')
  const to = location === null ? undefined : new URL(location, at.issuer)
  const found = to?.searchParams
  return { status: response.status, to, error: found?.get('error'), description: found?.get('error_description') }
}

const outside = (client: ClientName) => ({
  client_id: client,
  response_type: 'code',
  redirect_uri: testClients[client].redirect_uris[0],
})
const errorOf = async (request: string, client: ClientName = 'web') =>
  (await answerTo({ ...outside(client), request })).error

for (const alg of algs) {
  for (const enc of encs) {
    test(`a signed request object encrypted with ${alg} and ${enc} is honored (OIDC Core §10.2)`, async () => {
      assert.equal(await errorOf(await encrypt(await sign('web'), { alg, enc })), 'login_required')
    })
  }
}

test('an encrypted object may be served at a registered request_uri (OIDC Core §6.2)', async () => {
  served = await encrypt(await sign('web'))
  assert.equal((await answerTo({ ...outside('web'), request_uri })).error, 'login_required')
  served = await encrypt(JSON.stringify(authorizationRequest('web').fields))
  assert.equal((await answerTo({ ...outside('web'), request_uri })).error, 'invalid_request_object')
})

test('an object without kid is decrypted with the key of its algorithm', async () => {
  assert.equal(await errorOf(await encrypt(await sign('web'), { header: { kid: undefined } })), 'login_required')
})

test('an encrypted object must be signed inside (RFC 9101 §4)', async () => {
  const { fields } = authorizationRequest('web')
  const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(fields)).toString('base64url')}.`
  const twice = await encrypt(await encrypt(await sign('web')))
  const [header, payload] = (await sign('web')).split('.')
  for (const request of [
    await encrypt(JSON.stringify(fields)),
    await encrypt(unsigned),
    await encrypt(`${header}.${payload}.${'A'.repeat(86)}`),
    await encrypt(''),
    twice,
  ])
    assert.equal(await errorOf(request), 'invalid_request_object')
})

test('every fault inside an encrypted object gives the same error (RFC 7516 §11.5)', async () => {
  const good = await encrypt(await sign('web'))
  const [header = '', cek = '', iv = '', text = '', tag = ''] = good.split('.')
  const flip = (part: string) => (part.startsWith('A') ? 'B' : 'A') + part.slice(1)
  const { kid: _, ...strange } = (await makeClientKey('RSA-OAEP-256', 'strange')).publicJwk
  const wrong = [
    [header, flip(cek), iv, text, tag].join('.'),
    [header, cek.slice(8), iv, text, tag].join('.'),
    [header, '', iv, text, tag].join('.'),
    [header, cek, flip(iv), text, tag].join('.'),
    [header, cek, iv, flip(text), tag].join('.'),
    [header, cek, iv, text, flip(tag)].join('.'),
    [header, cek, iv, '', ''].join('.'),
    [header, cek, iv, '!!!', tag].join('.'),
    await encrypt('no JWT'),
    await encrypt(await sign('web'), { to: strange }),
    await encrypt(await sign('web'), { header: { kid: 'unknown' } }),
  ]
  const replies = await Promise.all(wrong.map((request) => answerTo({ ...outside('web'), request })))
  const different = new Set(replies.map(({ error, description }) => `${error}: ${description}`))
  assert.equal(different.size, 1, [...different].join('\n'))
  assert.match([...different][0] ?? '', /^invalid_request_object: .*cannot be decrypted/)
})

test('algorithms that are not listed, passwords, shared keys and compression are refused', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const [, ...others] = (await encrypt(await sign('web'))).split('.')
  const { kid } = await keyFor('RSA-OAEP-256')
  for (const [header, says] of [
    [{ alg: 'RSA-OAEP-256', enc: 'A128GCM', kid, zip: 'DEF' }, /zip/],
    [{ alg: 'RSA1_5', enc: 'A128GCM', kid }, /alg/],
    [{ alg: 'RSA-OAEP', enc: 'A128GCM', kid }, /alg/],
    [{ alg: 'PBES2-HS512+A256KW', enc: 'A128GCM', p2s: 'AAAAAAAAAAA', p2c: 2 ** 31, kid }, /alg/],
    [{ alg: 'dir', enc: 'A128GCM', kid }, /alg/],
    [{ alg: 'A128KW', enc: 'A128GCM', kid }, /alg/],
    [{ alg: 'toString', enc: 'A128GCM', kid }, /alg/],
    [{ alg: 'RSA-OAEP-256', enc: 'A192GCM', kid }, /enc/],
    [{ alg: 'RSA-OAEP-256', kid }, /enc/],
    [{ alg: 'RSA-OAEP-256', enc: 'A128GCM', kid, crit: ['exp'], exp: 1 }, /decrypted/],
    [{ alg: 'ECDH-ES', enc: 'A128GCM', kid, epk: { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' } }, /decrypted/],
  ] as const) {
    const reply = await answerTo({ ...outside('web'), request: [part(header), ...others].join('.') })
    assert.equal(reply.error, 'invalid_request_object', JSON.stringify(header))
    assert.match(String(reply.description), says)
  }
})

test('a client may use other algorithms than it registered, or not encrypt (OIDC Registration §2)', async () => {
  const signed = await sign('other')
  for (const request of [
    signed,
    await encrypt(signed, { alg: 'ECDH-ES', enc: 'A256GCM' }),
    await encrypt(signed, { alg: 'ECDH-ES', enc: 'A128GCM' }),
    await encrypt(signed, { alg: 'RSA-OAEP-256', enc: 'A256GCM' }),
  ])
    assert.equal(await errorOf(request, 'other'), 'login_required')
})

test('a client without keys can have no encrypted objects', async () => {
  const { fields } = authorizationRequest('native')
  const request = await encrypt(await sign('native'))
  assert.equal((await answerTo({ ...fields, request })).error, 'invalid_request_object')
})

test('a request that was encrypted stays encrypted when a POST leads to a GET', async () => {
  const request = await encrypt(await sign('web', { state: 'hidden-from-the-browser' }))
  const { status, to } = await answerTo({ ...outside('web'), request }, server, 'POST')
  assert.equal(status, 303)
  assert.doesNotMatch(String(to), /hidden-from-the-browser/)
  const next = await server.fetch(new Request(String(to)))
  const answer = new URL(next.headers.get('location') ?? '')
  assert.deepEqual([answer.origin + answer.pathname, answer.searchParams.get('error')], [callback, 'login_required'])
  assert.equal(answer.searchParams.get('state'), 'hidden-from-the-browser')
})

test('signatures are made and verified with no encryption key, and nothing is decrypted with a signing key', async () => {
  const { keys } = (await (await server.fetch(new Request(`${issuer}/jwks`))).json()) as { keys: readonly JWK[] }
  const signing = keys.find((one) => one.alg === 'RS256') ?? assert.fail()
  const { alg: _alg, use: _use, ...material } = signing
  assert.equal(await errorOf(await encrypt(await sign('web'), { to: material })), 'invalid_request_object')
})
