import assert from 'node:assert/strict'
import { test } from 'node:test'
import { prepareProcesses } from '../../testing/process.ts'
import { assertRefused, calendar, contacts, credentials, startServer } from '../../testing/server.ts'

const server = await startServer()
const inactive = { active: false }
const forMachine = async (scope: string) =>
  (await server.token('machine', { grant_type: 'client_credentials', scope })).json.access_token

test('introspection without authentication, or by a public client, is refused with 401 (RFC 7662 §2.1)', async () => {
  const { json } = await server.grant('native', { scope: 'read' })
  const token = String(json.access_token)
  for (const [client, fields] of [
    [undefined, { token }],
    ['native', { token }],
    [undefined, { token, client_id: 'contacts-api' }],
  ] as const) {
    const answer = await server.post('/introspect', client, fields)
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401)
  }
  assertRefused(await server.post('/introspect', 'api', {}), 'invalid_request')
})

test('introspection returns client, user, scope, audience and expiry of an active token (RFC 7662 §2.2)', async () => {
  const { json } = await server.grant('web', { scope: 'read create' })
  const seen = await server.introspect(json.access_token)
  assert.equal(seen.active, true)
  assert.equal(seen.client_id, 'web')
  assert.equal(seen.username, 'alice')
  assert.equal(seen.scope, 'read create')
  assert.equal(seen.aud, contacts)
  assert.equal(seen.iss, server.issuer)
  assert.equal(seen.token_type, 'Bearer')
  assert.equal(Number(seen.exp) - Number(seen.iat), 600)
})

test('a revoked, an expired and a made-up token are exactly {"active":false} (RFC 7662 §2.2)', async () => {
  const revoked = (await server.grant()).json.access_token
  await server.post('/revoke', 'web', { token: String(revoked) })
  assert.deepEqual(await server.introspect(revoked), inactive)
  for (const token of [
    'garbage',
    'vka_garbage',
    'vkr_garbage',
    'a.b.c',
    '…',
    'x'.repeat(10_000),
    'eyJhbGciOiJub25lIn0.e30.',
  ]) {
    assert.deepEqual(await server.introspect(token), inactive, token.slice(0, 20))
  }
  const expired = (await server.grant()).json.access_token
  const jwt = await forMachine('write')
  assert.equal((await server.introspect(jwt, 'machine')).active, true)
  server.pass(601)
  assert.deepEqual(await server.introspect(expired), inactive)
  assert.deepEqual(await server.introspect(jwt, 'machine'), inactive)
})

test('introspection shows a token to its own client and to its API only (RFC 7662 §4)', async () => {
  const { json } = await server.grant()
  assert.equal((await server.introspect(json.access_token, 'web')).active, true)
  assert.deepEqual(await server.introspect(json.access_token, 'other'), inactive)
  const elsewhere = await server.grant('other', { scope: 'write' })
  assert.deepEqual(await server.introspect(elsewhere.json.access_token, 'api'), inactive)
})

test('introspection of a token for several APIs shows each API its own part (RFC 7662 §4, RFC 8707 §2)', async () => {
  const resource = [contacts, 'https://calendar.example.com']
  const { json } = await server.grant('other', { scope: 'read', resource })
  const seen = await server.introspect(json.access_token)
  assert.equal(seen.aud, contacts)
})

test('introspection shows a refresh token to its own client only, and never as an access token (RFC 7662 §2.2)', async () => {
  const { json } = await server.grant()
  const seen = await server.introspect(json.refresh_token, 'web')
  assert.equal(seen.active, true)
  assert.equal(seen.token_type, undefined)
  assert.deepEqual(await server.introspect(json.refresh_token, 'api'), inactive)
  assert.deepEqual(await server.introspect(json.refresh_token, 'other'), inactive)
})

test("another client's token is not revoked (RFC 7009 §2.1)", async () => {
  const { json } = await server.grant()
  for (const token of [json.access_token, json.refresh_token]) {
    assertRefused(await server.post('/revoke', 'other', { token: String(token) }), 'invalid_grant')
  }
  assert.equal((await server.introspect(json.access_token)).active, true)
  assert.equal((await server.refresh('web', json.refresh_token)).status, 200)
})

test('revoking a refresh token revokes its access tokens, opaque and JWT (RFC 7009 §2.1)', async () => {
  for (const [client, scope, reader] of [
    ['web', 'read', 'api'],
    ['other', 'write', 'other'],
  ] as const) {
    const { json } = await server.grant(client, { scope })
    const next = await server.refresh(client, json.refresh_token)
    assert.equal((await server.introspect(next.json.access_token, reader)).active, true)
    assert.equal((await server.post('/revoke', client, { token: String(next.json.refresh_token) })).status, 200)
    assert.deepEqual(await server.introspect(json.access_token, reader), inactive)
    assert.deepEqual(await server.introspect(next.json.access_token, reader), inactive)
    assert.deepEqual(await server.introspect(next.json.refresh_token, client), inactive)
    assertRefused(await server.refresh(client, next.json.refresh_token), 'invalid_grant')
  }
})

test('revoking a rotated refresh token revokes its family as well (RFC 7009 §2.1)', async () => {
  const { json } = await server.grant()
  const next = await server.refresh('web', json.refresh_token)
  await server.post('/revoke', 'web', { token: String(json.refresh_token) })
  assertRefused(await server.refresh('web', next.json.refresh_token), 'invalid_grant')
})

test('revoking an access token leaves its refresh token valid (RFC 7009 §2.1)', async () => {
  for (const [client, scope, reader] of [
    ['web', 'read', 'api'],
    ['other', 'write', 'other'],
  ] as const) {
    const { json } = await server.grant(client, { scope })
    assert.equal((await server.post('/revoke', client, { token: String(json.access_token) })).status, 200)
    assert.deepEqual(await server.introspect(json.access_token, reader), inactive)
    assert.equal((await server.refresh(client, json.refresh_token)).status, 200)
  }
})

test('a wrong or unknown token_type_hint changes nothing (RFC 7009 §2.1, RFC 7662 §2.1)', async () => {
  for (const [member, hint] of [
    ['access_token', 'refresh_token'],
    ['refresh_token', 'access_token'],
    ['access_token', 'unheard-of'],
  ] as const) {
    const { json } = await server.grant()
    const token = String(json[member])
    const answer = await server.post('/introspect', 'web', { token, token_type_hint: hint })
    assert.equal(answer.json.active, true)
    assert.equal((await server.post('/revoke', 'web', { token, token_type_hint: hint })).status, 200)
    assert.deepEqual(await server.introspect(token, 'web'), inactive)
  }
})

test('revoking an unknown or revoked token gets a success response (RFC 7009 §2.2)', async () => {
  const { json } = await server.grant()
  for (const token of [
    'garbage',
    'vka_x',
    'vkr_x',
    json.access_token,
    json.access_token,
    json.refresh_token,
    json.refresh_token,
  ]) {
    const answer = await server.post('/revoke', 'web', { token: String(token) })
    assert.equal(answer.status, 200, answer.text)
  }
})

test('revocation requires client authentication (RFC 7009 §2.1)', async () => {
  const { json } = await server.grant()
  const token = String(json.access_token)
  assertRefused(await server.post('/revoke', undefined, { token }), 'invalid_client')
  assertRefused(await server.post('/revoke', undefined, { token, client_id: 'web' }), 'invalid_client')
  assertRefused(await server.post('/revoke', 'web', {}), 'invalid_request')
  assert.equal((await server.introspect(token)).active, true)
  const own = await server.grant('native', { scope: 'read' })
  assert.equal((await server.post('/revoke', 'native', { token: String(own.json.refresh_token) })).status, 200)
  assert.deepEqual(await server.introspect(own.json.access_token), inactive)
})

test('an API that introspectedBy does not list gets active: false, and the log says so once (RFC 7662 §2.2, §4)', async () => {
  const process = await prepareProcesses().start({ VALETKEY_LOG: 'warn' })
  const post = async (path: string, client: 'machine' | 'web' | 'api', fields: Record<string, string>) => {
    const { headers } = credentials(client)
    const body = new URLSearchParams(fields)
    const response = await fetch(process.origin + path, { method: 'POST', headers: { ...headers }, body })
    return (await response.json()) as Record<string, unknown>
  }
  const tokenFor = async (scope: string) =>
    String((await post('/token', 'machine', { grant_type: 'client_credentials', scope })).access_token)
  const [forContacts, forCalendar] = [await tokenFor('read'), await tokenFor('write')]
  assert.equal((await post('/introspect', 'api', { token: forContacts })).active, true)
  for (const [client, token] of [
    ['web', forContacts],
    ['web', await tokenFor('read')],
    ['api', forCalendar],
    ['web', 'unknown'],
  ] as const) {
    assert.deepEqual(await post('/introspect', client, { token }), inactive)
  }
  const lines = process.log().trim().split('\n')
  assert.deepEqual(
    lines.map((line) => JSON.parse(line).msg),
    [
      `client web introspected a token for ${contacts}, whose introspectedBy does not list it`,
      `client contacts-api introspected a token for ${calendar}, whose introspectedBy does not list it`,
    ],
  )
  assert.ok(lines.every((line) => JSON.parse(line).level === 40 && !line.includes(forContacts)))
})
