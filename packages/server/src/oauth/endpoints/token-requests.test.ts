import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, assertRefused, basic, startServer, testClients } from '../../testing/server.ts'

const server = await startServer()
const forClient = { grant_type: 'client_credentials', scope: 'read' }

test('GET gets 405 with Allow (RFC 6749 §3.2)', async () => {
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const response = await server.fetch(new Request(`${server.issuer}/token?grant_type=client_credentials`, { method }))
    assert.equal(response.status, 405)
    assert.match(response.headers.get('allow') ?? '', /\bPOST\b/)
  }
})

test('parameters in the query are refused (RFC 6749 §3.2)', async () => {
  assertRefused(await server.post('/token?grant_type=client_credentials', 'machine', {}), 'invalid_request')
  assertRefused(await server.post('/token?%67rant_type=client_credentials', 'machine', {}), 'invalid_request')
  assertRefused(await server.post('/token?client_secret=x', 'machine', forClient), 'invalid_request')
  assertRefused(await server.post('/introspect?token=x', 'api', {}), 'invalid_request')
})

test('a body that is not form-encoded is refused (RFC 6749 Appendix B)', async () => {
  for (const type of [
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencodedx',
  ]) {
    const answer = await server.token('machine', forClient, { headers: { 'content-type': type } })
    assertRefused(answer, 'invalid_request')
    assert.equal(answer.status, 400)
  }
  const withCharset = { headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' } }
  assertGranted(
    await server.token('machine', forClient, {
      headers: { ...withCharset.headers, authorization: basic('machine', testClients.machine.client_secret) },
    }),
  )
})

test('unknown parameters are ignored (RFC 6749 §3.2)', async () => {
  assertGranted(await server.token('machine', { ...forClient, unheard_of: 'x', 'a[]': 'b', __proto__x: '1' }))
})

test('a repeated parameter is refused, but for resource (RFC 6749 §3.2, RFC 8707 §2)', async () => {
  for (const name of ['grant_type', 'scope', 'client_id', 'unheard_of', '__proto__', 'constructor']) {
    const body = `grant_type=client_credentials&${name}=client_credentials&${name}=client_credentials`
    assertRefused(await server.post('/token', 'machine', body), 'invalid_request')
  }
  const resource = ['https://contacts.example.com', 'https://calendar.example.com']
  assertGranted(await server.token('machine', { ...forClient, resource }))
})

test('a parameter without a value counts as left out (RFC 6749 §3.2)', async () => {
  assertGranted(await server.token('machine', { ...forClient, scope: '', resource: '' }))
  assertRefused(await server.token('machine', { grant_type: '' }), 'invalid_request')
})

test('an unknown grant type is unsupported_grant_type (RFC 6749 §5.2)', async () => {
  for (const grant_type of [
    'unheard_of',
    'implicit',
    'CLIENT_CREDENTIALS',
    '__proto__',
    'urn:ietf:params:oauth:grant-type:device_code',
  ]) {
    assertRefused(await server.token('machine', { grant_type }), 'unsupported_grant_type')
  }
})

test('a grant that the client is not registered for is refused (RFC 6749 §5.2)', async () => {
  const refused = await server.token('web', forClient)
  assertRefused(refused, 'unauthorized_client')
  assert.match(
    String(refused.json.error_description),
    /for grant_type client_credentials; its grant_types: authorization_code refresh_token$/,
  )
  assertRefused(
    await server.token('machine', { grant_type: 'refresh_token', refresh_token: 'x' }),
    'unauthorized_client',
  )
  const password = { grant_type: 'password', username: 'alice', password: 'wonderland at noon' }
  assertRefused(await server.token('web', password), 'unauthorized_client')
  assertRefused(await server.token('machine', { grant_type: 'authorization_code', code: 'x' }), 'unauthorized_client')
})

test('a public client gets no token for itself (RFC 6749 §4.4)', async () => {
  assertRefused(await server.token('native', forClient), 'unauthorized_client')
  assertRefused(await server.token('implicit', forClient), 'unauthorized_client')
})

test('a token for the client itself comes without a refresh token (RFC 6749 §4.4.3)', async () => {
  const { json } = await server.token('machine', forClient)
  assert.equal(json.refresh_token, undefined)
  assert.equal(json.scope, 'read')
})

test('a scope beyond the client, or outside the grammar, is invalid (RFC 6749 §3.3, §5.2)', async () => {
  for (const scope of ['delete', 'read delete', 'read unheard-of', 'READ', 'read\tcreate', 'read"', 'réad']) {
    assertRefused(await server.token('machine', { ...forClient, scope }), 'invalid_scope')
  }
})

test('a resource that the client may not use, or that is none, is an invalid target (RFC 8707 §2)', async () => {
  for (const resource of [
    'https://unknown.example.com',
    'contacts',
    'https://contacts.example.com/#x',
    'https://contacts.example.com.evil',
  ]) {
    assertRefused(await server.token('machine', { ...forClient, resource }), 'invalid_target')
  }
})

test('no response of the token endpoint may be cached, success or error (RFC 6749 §5.1)', async () => {
  const answers = [
    await server.token('machine', forClient),
    await server.token('machine', { grant_type: 'unheard_of' }),
    await server.token(undefined, forClient),
    await server.token('machine', { ...forClient, scope: 'delete' }),
    await server.token('web', { grant_type: 'refresh_token', refresh_token: 'x' }),
    await server.post('/token', 'machine', 'x', { headers: { 'content-type': 'application/json' } }),
    await server.post('/introspect', 'api', { token: 'x' }),
    await server.post('/revoke', 'web', { token: 'x' }),
  ]
  for (const { headers } of answers) assert.equal(headers.get('cache-control'), 'no-store')
})

test('an error has a code and a description in allowed characters (RFC 6749 §5.2)', async () => {
  const { json } = await server.token('machine', { ...forClient, scope: 'é"\\' })
  assert.match(String(json.error_description), /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/)
})

test('the password grant works if it is allowed, and a failure reveals nothing else (RFC 6749 §4.3)', async () => {
  const right = { grant_type: 'password', username: 'alice', password: 'wonderland at noon', scope: 'read' }
  assertGranted(await server.token('password', right))
  const wrong = await server.token('password', { ...right, password: 'wrong' })
  assertRefused(wrong, 'invalid_grant')
  for (const who of [{ username: 'nobody' }, { username: 'carol', password: 'sent away for good' }]) {
    const answer = await server.token('password', { ...right, ...who })
    assert.deepEqual(answer.json, wrong.json)
  }
  assertRefused(await server.token('password', { ...right, password: undefined }), 'invalid_request')
})

test('guessing through the password grant is slowed (RFC 6749 §4.3.2)', async () => {
  const wrong = { grant_type: 'password', username: 'bob', password: 'wrong' }
  let answer = await server.token('password', wrong)
  for (let time = 0; time < 12 && answer.status !== 429; time++) answer = await server.token('password', wrong)
  assert.equal(answer.status, 429)
  assert.ok(Number(answer.headers.get('retry-after')) > 0)
})
