import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodeJwt } from 'jose'
import { assertGranted, assertRefused, calendar, contacts, startServer, type testConfig } from '../testing/server.ts'

const withIdentity = (config: typeof testConfig) => ({
  clients: config.clients.map((one) =>
    one.client_id === 'web' || one.client_id === 'machine' ? { ...one, scope: `${one.scope} openid` } : one,
  ),
})
const server = await startServer(withIdentity)

test('a request for identity alone gets a token for the issuer (RFC 9068 §3)', async () => {
  const answer = await server.grant('web', { scope: 'openid' })
  assertGranted(answer)
  assert.equal(answer.json.scope, 'openid')
  assert.match(String(answer.json.access_token), /^vka_/, 'only this server reads it')
  const seen = await server.introspect(answer.json.access_token, 'web')
  assert.deepEqual([seen.active, seen.aud, seen.scope], [true, server.issuer, 'openid'])
  const refreshed = await server.refresh('web', answer.json.refresh_token)
  assert.equal(refreshed.json.scope, 'openid')
  assert.equal((await server.introspect(refreshed.json.access_token, 'web')).aud, server.issuer)
})

test('a request for identity and an API gets one token for the API with both scopes', async () => {
  const jwt = await server.grant('web', { scope: 'openid read', resource: calendar })
  assert.equal(jwt.json.scope, 'openid read')
  const claims = decodeJwt(String(jwt.json.access_token))
  assert.deepEqual([claims.aud, claims.scope], [calendar, 'openid read'])
  const opaque = await server.grant('web', { scope: 'openid read', resource: contacts })
  assert.equal(opaque.json.scope, 'openid read')
  for (const [{ json }, aud, scope] of [
    [jwt, calendar, 'openid read'],
    [opaque, contacts, 'openid read'],
  ] as const) {
    const seen = await server.introspect(json.access_token, 'web')
    assert.deepEqual([seen.active, seen.aud, seen.scope], [true, aud, scope])
  }
  const api = await server.introspect(opaque.json.access_token, 'api')
  assert.deepEqual([api.aud, api.scope], [contacts, 'read'], 'an API sees the scope that is its own')
})

test('a refresh narrows to identity, to an API, and never beyond what was granted (RFC 6749 §6)', async () => {
  const { json } = await server.grant('web', { scope: 'openid read', resource: contacts })
  const identity = await server.refresh('web', json.refresh_token, { scope: 'openid' })
  assert.equal(identity.json.scope, 'openid')
  assert.equal((await server.introspect(identity.json.access_token, 'web')).aud, server.issuer)
  const api = await server.refresh('web', identity.json.refresh_token, { scope: 'read' })
  assert.equal(api.json.scope, 'read')
  const both = await server.refresh('web', api.json.refresh_token, { resource: contacts })
  assert.equal(both.json.scope, 'openid read')
  assertRefused(await server.refresh('web', both.json.refresh_token, { resource: 'identity' }), 'invalid_target')
})

test('a user may untick identity or the API', async () => {
  const asked = { scope: 'openid read', resource: calendar, prompt: 'consent' }
  const identity = await server.grant('web', asked, { scope: ['openid'] })
  assert.equal(identity.json.scope, 'openid')
  assert.equal((await server.introspect(identity.json.access_token, 'web')).aud, server.issuer)
  const api = await server.grant('web', asked, { scope: ['read'] })
  assert.equal(api.json.scope, 'read')
})

test('an identity scope with a resource alone asks for the API as audience and no scope there', async () => {
  const { json } = await server.grant('web', { scope: 'openid', resource: calendar, prompt: 'consent' })
  const { aud, scope } = decodeJwt(String(json.access_token))
  assert.deepEqual({ aud, scope }, { aud: calendar, scope: 'openid' })
  const seen = await server.introspect(json.access_token, 'web')
  assert.deepEqual([seen.active, seen.aud, seen.scope], [true, calendar, 'openid'])
})

test('a request without scope includes no identity scopes, and offline_access is not one', async () => {
  const every = await server.grant('web', { resource: calendar })
  assert.ok(!String(every.json.scope).includes('openid'))
  const offline = await server.grant('web', { resource: calendar, scope: 'offline_access' })
  assert.equal(offline.json.scope, every.json.scope)
  const { json } = await server.grant('web', { scope: 'openid offline_access' })
  assert.equal(json.scope, 'openid')
})

test('a client whose scope does not list an identity scope may not ask for it', async () => {
  const outcome = await server.authorize('native', { scope: 'openid read' })
  assert.equal(outcome.fields.get('error'), 'invalid_scope')
  assert.match(String(outcome.fields.get('error_description')), /may not ask for: openid; add it to the scope/)
})

test('a client does not get an identity scope for itself (RFC 6749 §4.4)', async () => {
  const answer = await server.token('machine', { grant_type: 'client_credentials', scope: 'openid read' })
  assertRefused(answer, 'invalid_scope')
  assert.match(String(answer.json.error_description), /openid is about a user/)
})

test('a scope that the client loses is removed from its tokens', async () => {
  const { json } = await server.grant('web', { scope: 'openid' })
  await server.restart((config) => ({
    clients: config.clients.map((one) =>
      one.client_id === 'web' ? { ...one, scope: String(one.scope).replace(' openid', '') } : one,
    ),
  }))
  assert.equal((await server.introspect(json.access_token, 'web')).active, false)
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
})

test('if the issuer is an API too, a token for identity alone is not for that API', async () => {
  const both = await startServer((config) => ({
    ...withIdentity(config),
    apis: [...config.apis, { identifier: config.issuer, name: 'Self', tokenFormat: 'jwt' as const, scopes: [] }],
  }))
  const { json } = await both.grant('web', { scope: 'openid' })
  const seen = await both.introspect(json.access_token, 'web')
  assert.deepEqual([seen.active, seen.aud, seen.scope], [true, `${both.issuer}/userinfo`, 'openid'])
})

test('an identity scope is never read as a scope of that name at an API of the token (RFC 8707 §2.2)', async () => {
  const named = await startServer(
    ({ clients }) => ({
      clients: clients.map((one) => (one.client_id === 'web' ? { ...one, scope: 'read write' } : one)),
    }),
    { identityScopes: ['write'] },
  )
  assertGranted(await named.grant('web', { scope: 'read', resource: calendar }))
  assertRefused(await named.grant('web', { scope: 'read write', resource: calendar }), 'invalid_target')
  assert.equal((await named.grant('web', { scope: 'read write', resource: contacts })).json.scope, 'write read')
})

test('the metadata lists the identity scopes, also added ones (RFC 8414 §2)', async () => {
  const named = await startServer(withIdentity, { identityScopes: ['groups'] })
  const reply = await named.fetch(new Request(`${named.issuer}/.well-known/oauth-authorization-server`))
  const { scopes_supported: scopes } = (await reply.json()) as { readonly scopes_supported: readonly string[] }
  for (const name of ['openid', 'profile', 'email', 'address', 'phone', 'groups'])
    assert.ok(scopes.includes(name), name)
})
