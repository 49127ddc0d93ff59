import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, assertRefused, contacts, startServer, type TestConfig, testClients } from '../testing/server.ts'
import type { Grant } from './grants/grant.ts'

const vault = 'https://vault.example.com'
const vaultApi = { identifier: vault, name: 'Vault', scopes: [] }
const type = 'urn:example:grant-type:machine'
const asAsked: Grant = {
  type,
  openToPublicClients: false,
  authorize: async ({ form }) => ({ rights: (form.get('right') ?? []).map((resource) => ({ resource, scope: [] })) }),
}

const withVault =
  (change: (client: TestConfig['clients'][number]) => object) =>
  ({ apis, clients }: TestConfig) => ({
    apis: [...apis, vaultApi],
    clients: clients.map((one) => ({ ...one, ...change(one) })),
  })
const start = (change: Parameters<typeof withVault>[0] = () => ({})) =>
  startServer(
    withVault((one) => ({
      ...(one.client_id === 'machine' ? { grant_types: ['client_credentials', type] } : {}),
      ...change(one),
    })),
    { grants: [asAsked] },
  )

test('only a client that lists an API without scopes may use it, with any grant (RFC 8707 §2)', async () => {
  const server = await start()
  const at = { resource: vault }
  assertRefused(await server.token('machine', { grant_type: 'client_credentials', ...at }), 'invalid_target')
  const password = { grant_type: 'password', username: 'alice', password: 'wonderland at noon' }
  assertRefused(await server.token('password', { ...password, ...at }), 'invalid_target')
  assert.equal((await server.authorize('web', at)).fields.get('error'), 'invalid_target')
  const implicit = { response_type: 'token', code_challenge: undefined, code_challenge_method: undefined }
  assert.equal((await server.authorize('implicit', { ...implicit, ...at })).fields.get('error'), 'invalid_target')
  assertRefused(await server.token('machine', { grant_type: type, right: vault }), 'invalid_grant')
  assertRefused(await server.token('machine', { grant_type: type }), 'invalid_grant')
})

test('a client that names an API without scopes gets tokens for it, by every grant', async () => {
  const server = await start(() => ({ apis: [{ identifier: `${vault}/` }] }))
  for (const grant of [{ grant_type: 'client_credentials' }, { grant_type: type, right: vault }]) {
    const { json } = await server.token('machine', grant)
    assert.equal((await server.introspect(json.access_token, 'machine')).aud, vault)
  }
  const { json } = await server.grant('web')
  assertGranted(await server.refresh('web', json.refresh_token))
})

test('an API at which a client has no scope is refused, and one at which it has some may be its bare audience', async () => {
  const server = await startServer(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'machine' ? { ...one, scope: 'write' } : one)),
  }))
  assert.equal(testClients.machine.client_id, 'machine')
  assertRefused(
    await server.token('machine', { grant_type: 'client_credentials', resource: contacts }),
    'invalid_target',
  )
  assert.equal((await server.token('machine', { grant_type: 'client_credentials' })).json.scope, 'write')
})

test('a client without a scope or an API gets no token, not even one for the issuer (RFC 6749 §3.3)', async () => {
  for (const apis of [undefined, []]) {
    const server = await startServer(({ clients, issuer, apis: known }) => ({
      apis: [...known, { identifier: issuer, name: 'The issuer itself', scopes: [] }],
      clients: clients.map((one) => (one.client_id === 'machine' ? { ...one, scope: undefined, apis } : one)),
    }))
    assertRefused(await server.token('machine', { grant_type: 'client_credentials' }), 'invalid_scope')
  }
})

test('a client that loses its last scope at an API loses its tokens there and cannot refresh', async () => {
  const server = await startServer()
  const { json } = await server.grant('web', { scope: 'read' })
  const machine = await server.token('machine', { grant_type: 'client_credentials', scope: 'create' })
  const lose = (scope: string) => (one: TestConfig['clients'][number]) => ({ ...one, scope })
  await server.restart(({ clients }) => ({ clients: clients.map(lose('write')) }))
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
  assert.deepEqual(await server.introspect(json.refresh_token, 'web'), { active: false })
  assert.deepEqual(await server.introspect(machine.json.access_token, 'machine'), { active: false })
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  await server.restart(({ clients }) => ({ clients: clients.map(lose('read create delete write')) }))
  assertGranted(await server.refresh('web', json.refresh_token))
})

test('a scope of another API is refused by the name of that API (RFC 6749 §3.3)', async () => {
  const server = await startServer()
  const asked = { grant_type: 'client_credentials', resource: contacts, scope: 'read write' }
  const { json } = await server.token('machine', asked)
  assert.equal(json.error, 'invalid_scope')
  assert.match(
    String(json.error_description),
    /scope write belongs to the API https:\/\/calendar\.example\.com, .*name it too: resource=https:\/\/calendar/,
  )
})

test('more than twenty resources are refused before any lookup, at each endpoint (RFC 8707 §2)', async () => {
  const server = await startServer()
  const resource = Array.from({ length: 21 }, () => contacts)
  assertRefused(await server.token('machine', { grant_type: 'client_credentials', resource }), 'invalid_target')
  assert.equal((await server.authorize('web', { resource })).fields.get('error'), 'invalid_target')
  const { json } = await server.grant('web')
  assertRefused(await server.refresh('web', json.refresh_token, { resource }), 'invalid_target')
  assertGranted(await server.refresh('web', json.refresh_token, { resource: resource.slice(1) }))
})
