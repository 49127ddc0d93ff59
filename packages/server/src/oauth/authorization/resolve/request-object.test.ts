import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import { SignJWT } from 'jose'
import { encode, type Fields } from '../../../../../../conformance/target/target.ts'
import { type ClientKeyPair, makeClientKey } from '../../../testing/client-jwt.ts'
import { assertGranted, authorizationRequest, contacts, startServer, testClients } from '../../../testing/server.ts'

const served = new Map<string, string>()
const fetched: string[] = []
const site = createServer((request, response) => {
  fetched.push(request.url ?? '')
  const object = served.get(request.url ?? '')
  if (request.url === '/moved') response.writeHead(302, { location: '/object' })
  else response.writeHead(object === undefined ? 404 : 200, { 'content-type': 'application/jwt' })
  response.end(object)
}).listen(0, '127.0.0.1')
await once(site, 'listening')
after(() => site.close())
const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`

const keys = await Promise.all(['RS256', 'PS256', 'ES256', 'EdDSA'].map((one) => makeClientKey(one, `key-${one}`)))
const key = keys[0] ?? assert.fail()
const stranger = await makeClientKey('RS256', 'key-RS256')
const jwks = { keys: keys.map((one) => one.publicJwk) }
const hash = 'A'.repeat(43)
const request_uris = [
  `${origin}/object#${hash}`,
  `${origin}/plain`,
  `${origin}/moved`,
  `${origin}/missing`,
  `${origin}/long`,
]
const server = await startServer((config) => ({
  clients: config.clients.map((one) =>
    one.client_id === 'web'
      ? { ...one, jwks, request_uris }
      : one.client_id === 'other'
        ? { ...one, jwks, request_object_signing_alg: 'ES256' }
        : one,
  ),
  outbound: { allowHosts: ['127.0.0.1'] },
}))
const { issuer } = server
const callback = testClients.web.redirect_uris[0]

/** Signs an authorization request; undefined removes a claim. */
async function sign(
  claims: Readonly<Record<string, unknown>>,
  { by = key, header = {} }: { readonly by?: ClientKeyPair; readonly header?: object } = {},
): Promise<string> {
  const payload = JSON.parse(JSON.stringify({ iss: 'web', aud: issuer, ...claims }))
  return new SignJWT(payload).setProtectedHeader({ alg: by.algorithm, kid: by.kid, ...header }).sign(by.privateKey)
}

async function answerTo(fields: Fields, method = 'GET') {
  const query = encode(fields)
  const init = method === 'GET' ? {} : { method, body: new URLSearchParams(query.toString()) }
  const url = `${issuer}/authorize${method === 'GET' ? `?${query}` : ''}`
  const response = await server.fetch(new Request(url, init))
  const location = response.headers.get('location')
  const to = location === null ? undefined : new URL(location, issuer)
  return { status: response.status, to, error: to?.searchParams.get('error') ?? undefined, body: await response.text() }
}

/** The whole request in an object, and outside it only what OAuth 2.0 needs. */
async function inObject(claims: Readonly<Record<string, unknown>> = {}, options: Parameters<typeof sign>[1] = {}) {
  const { fields, verifier, state } = authorizationRequest('web', { scope: 'read' })
  const request = await sign({ ...fields, ...claims }, options)
  return { outside: { client_id: 'web', response_type: 'code' }, request, fields, verifier, state }
}

for (const by of keys) {
  test(`a request object signed with ${by.algorithm} leads to a code (RFC 9101 §5.1)`, async () => {
    const { request, verifier, state } = await inObject({}, { by })
    const none = {
      redirect_uri: undefined,
      state: undefined,
      code_challenge: undefined,
      code_challenge_method: undefined,
    }
    const outcome = await server.authorize('web', { ...none, request })
    assert.equal(outcome.fields.get('state'), state)
    const code = outcome.fields.get('code') ?? 'none'
    const redeemed = { grant_type: 'authorization_code', code, redirect_uri: callback, code_verifier: verifier }
    assertGranted(await server.token('web', redeemed))
  })
}

test('only parameters inside the object count (RFC 9101 §6.3)', async () => {
  const { request, outside } = await inObject({ state: undefined, prompt: 'none' })
  const { to, error } = await answerTo({
    ...outside,
    request,
    state: 'added',
    prompt: 'login',
    redirect_uri: 'https://evil.example/',
  })
  assert.equal(error, 'login_required')
  assert.equal(to?.origin + (to?.pathname ?? ''), callback)
  assert.equal(to?.searchParams.get('state'), null)
  const withoutPkce = await inObject({ code_challenge: undefined, code_challenge_method: undefined })
  const { fields } = authorizationRequest('web')
  assert.equal((await answerTo({ ...fields, request: withoutPkce.request })).error, 'invalid_request')
})

test('claims that are not strings are read as parameters (OIDC Core §6.1)', async () => {
  const claims = { max_age: 0, prompt: 'none', claims: { id_token: { auth_time: { essential: true } } } }
  const { request, outside } = await inObject({ ...claims, resource: ['https://contacts.example.com'] })
  assert.equal((await answerTo({ ...outside, request })).error, 'login_required')
  const unknown = await inObject({ resource: ['https://nowhere.example.com'] })
  assert.equal((await answerTo({ ...outside, request: unknown.request })).error, 'invalid_target')
})

const now = Math.floor(Date.now() / 1000)
const wrong: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'for another server': { aud: 'https://other.example.com' },
  'for several other servers': { aud: ['https://other.example.com'] },
  'of another client by iss': { iss: 'other' },
  'of another client by client_id': { client_id: 'other' },
  'with another response_type': { response_type: 'token' },
  'that expired': { exp: now - 62 },
  'with exp as text': { exp: 'tomorrow' },
  'of the future by nbf': { nbf: now + 62 },
  'with the client as sub': { sub: 'web' },
  'with request inside': { request: 'x' },
  'with request_uri inside': { request_uri: `${origin}/plain` },
}
for (const [what, claims] of Object.entries(wrong)) {
  test(`a request object ${what} is refused, and the error goes to the client (RFC 9101 §6.2)`, async () => {
    const { request, outside, state } = await inObject(claims)
    const { to, error } = await answerTo({ ...outside, request })
    assert.equal(error, 'invalid_request_object')
    assert.equal(to?.origin + (to?.pathname ?? ''), callback)
    assert.equal(to?.searchParams.get('state'), state)
  })
}

test('a forged request object is refused', async () => {
  const { request, outside, fields } = await inObject()
  const [, payload = '', signature = ''] = request.split('.')
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const byStranger = await inObject({}, { by: stranger })
  const secret = Buffer.from(JSON.stringify(key.publicJwk))
  const mac = await new SignJWT({ iss: 'web', ...fields }).setProtectedHeader({ alg: 'HS256' }).sign(secret)
  const inHeader = await inObject({}, { by: stranger, header: { jwk: stranger.publicJwk, kid: 'new' } })
  const otherType = await inObject({}, { header: { typ: 'client-authentication+jwt' } })
  for (const forged of [
    `${part({ alg: 'none' })}.${payload}.`,
    `${part({ alg: 'RS256' })}.${payload}.${signature.slice(4)}AAAA`,
    `${part({ alg: 'RS256' })}.${part({ ...fields, scope: 'delete' })}.${signature}`,
    byStranger.request,
    inHeader.request,
    otherType.request,
    mac,
    'no JWT',
    'a.b.c.d.e',
  ]) {
    const { error } = await answerTo({ ...fields, ...outside, request: forged })
    assert.equal(error, 'invalid_request_object', forged)
  }
})

test('an object with a null byte or an unpaired surrogate is refused, signed or not, with prompt=none too (RFC 9101 §6.1)', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const text of ['a\0b', 'a\ud800b']) {
    for (const claims of [{ state: text }, { nonce: text, prompt: 'none' }, { resource: [contacts, text] }]) {
      const { request, outside, fields } = await inObject(claims)
      const unsigned = `${part({ alg: 'none' })}.${part({ ...fields, ...claims })}.`
      for (const sent of [request, unsigned]) {
        const { to, error } = await answerTo({ ...fields, ...outside, request: sent })
        assert.equal(error, 'invalid_request_object', JSON.stringify(claims))
        assert.equal(to?.searchParams.get('state'), fields.state)
      }
    }
  }
})

test('an object that is nested too deeply is refused like any other wrong one', async () => {
  const part = (text: string) => Buffer.from(text).toString('base64url')
  const { fields } = authorizationRequest('web')
  for (const [opening, closing] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const deep = `${opening.repeat(6000)}1${closing.repeat(6000)}`
    const request = `${part('{"alg":"RS256"}')}.${part(`{"claims":${deep}}`)}.AAAA`
    assert.equal((await answerTo({ ...fields, request }, 'POST')).error, 'invalid_request_object')
  }
})

test('an object without a redirect URI that is known good gets a page (RFC 6749 §4.1.2.1)', async () => {
  for (const claims of [{ redirect_uri: 'https://evil.example/' }, { redirect_uri: undefined }]) {
    const { request, outside } = await inObject({ ...claims, exp: 1 })
    const { status, to, body } = await answerTo({ ...outside, request })
    assert.deepEqual([status, to], [400, undefined])
    assert.match(body, /id="result"/)
    assert.match(body, /invalid_request_object/)
  }
  const { request } = await inObject()
  for (const fields of [{ request }, { request, client_id: 'nobody' }])
    assert.equal((await answerTo(fields)).status, 400)
})

test('exp, iss and aud may be left out, and aud may be one of several (OIDC Core §6.1)', async () => {
  for (const claims of [
    { iss: undefined, aud: undefined },
    { aud: ['https://other.example.com', issuer] },
    { nbf: now + 8 },
  ]) {
    const { request, outside } = await inObject({ ...claims, prompt: 'none' })
    assert.equal((await answerTo({ ...outside, request })).error, 'login_required')
  }
})

test('an object is signed with the registered algorithm', async () => {
  const ask = async (by: ClientKeyPair | undefined) => {
    const { fields } = authorizationRequest('other', { scope: 'read', prompt: 'none' })
    const request = await sign({ iss: 'other', ...fields }, by === undefined ? {} : { by })
    return (await answerTo({ client_id: 'other', response_type: 'code', request })).error
  }
  assert.equal(await ask(keys[2]), 'login_required')
  assert.equal(await ask(key), 'invalid_request_object')
})

test('a client without keys can have no request objects', async () => {
  const { fields } = authorizationRequest('native')
  const request = await sign({ iss: 'native', ...fields })
  const { to } = await answerTo({ ...fields, request })
  assert.equal(to?.searchParams.get('error'), 'invalid_request_object')
})

test('a POST is resolved once: the GET that follows has the parameters and no object', async () => {
  const { request, outside, state } = await inObject()
  const { status, to } = await answerTo({ ...outside, request }, 'POST')
  assert.equal(status, 303)
  assert.equal(to?.searchParams.get('request'), null)
  assert.equal(to?.searchParams.get('state'), state)
})

test('a registered request_uri is loaded, with or without its fragment (OIDC Core §6.2)', async () => {
  const { request, outside } = await inObject({ prompt: 'none' })
  served.set('/object', `${request}\n`)
  served.set('/plain', request)
  for (const request_uri of [`${origin}/object#${hash}`, `${origin}/object`, `${origin}/plain`])
    assert.equal((await answerTo({ ...outside, request_uri })).error, 'login_required')
})

test('no other request_uri is loaded (RFC 9101 §10.4.1)', async () => {
  const { fields } = authorizationRequest('web')
  fetched.length = 0
  for (const request_uri of [
    `${origin}/other`,
    `${origin}/plain?x`,
    `${origin}/plain/../object`,
    origin.replace('http', 'HTTP'),
    'https://evil.example/object',
    'http://169.254.169.254/latest',
    'file:///etc/passwd',
    'data:application/jwt,x.y.z',
    'urn:ietf:params:oauth:request_uri:unknown',
    'no URL',
  ])
    assert.equal((await answerTo({ ...fields, request_uri })).error, 'invalid_request_uri', request_uri)
  assert.deepEqual(fetched, [])
})

test('a request_uri that serves no request object is refused (RFC 9101 §5.2.3)', async () => {
  const { fields } = authorizationRequest('web')
  served.set('/long', 'x'.repeat(50_001))
  for (const name of ['missing', 'moved', 'long'])
    assert.equal((await answerTo({ ...fields, request_uri: `${origin}/${name}` })).error, 'invalid_request_uri', name)
  served.set('/plain', 'no JWT')
  assert.equal((await answerTo({ ...fields, request_uri: `${origin}/plain` })).error, 'invalid_request_object')
  const { request } = await inObject()
  const both = await answerTo({ ...fields, request, request_uri: `${origin}/plain` })
  assert.equal(both.error, 'invalid_request_object')
})

test('the metadata states how requests may be made (OIDC Discovery §3)', async () => {
  const reply = await server.fetch(new Request(`${issuer}/.well-known/openid-configuration`))
  const metadata = (await reply.json()) as Readonly<Record<string, unknown>>
  assert.equal(metadata.request_parameter_supported, true)
  assert.equal(metadata.request_uri_parameter_supported, true)
  assert.equal(metadata.require_request_uri_registration, true)
  assert.deepEqual(metadata.request_object_signing_alg_values_supported, ['RS256', 'PS256', 'ES256', 'EdDSA'])
})
