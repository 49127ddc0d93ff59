import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  assertGranted,
  assertRefused,
  contacts,
  people,
  startServer,
  testClients,
  testConfig,
} from '../server.testing.ts'

const server = await startServer()
const all = () => ({ clients: testConfig.clients, accounts: testConfig.accounts, apis: testConfig.apis })
const back = () => server.restart(all)

test('an account that left the file and comes back finds no session, authorization or token', async () => {
  const { json } = await server.grant('web', {}, { person: 'bob' })
  const browser = server.browser()
  const page = await browser.open(`${server.issuer}/login`)
  assert.equal((await browser.submit(page, 'username', people.bob)).status, 303)
  await server.restart(({ accounts }) => ({ accounts: accounts.filter(({ username }) => username !== 'bob') }))
  await back()
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  assert.notEqual((await browser.open(`${server.issuer}/keys`)).status, 200)
  assertGranted(await server.grant('web', {}, { person: 'bob' }))
})

test('a client that users have authorized is disabled when it leaves the file, and comes back without their authorizations', async () => {
  const { json } = await server.grant('web')
  await server.restart(({ clients }) => ({ clients: clients.filter(({ client_id }) => client_id !== 'web') }))
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_client')
  await back()
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  assertGranted(await server.grant('web'))
})

test('an opaque token of a machine is dead when its client leaves the file and comes back', async () => {
  const { json } = await server.token('machine', { grant_type: 'client_credentials', scope: 'create' })
  await server.grant('web') // so that there are authorizations of others
  await server.restart(({ clients }) => ({ clients: clients.filter(({ client_id }) => client_id !== 'machine') }))
  await back()
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
})

test('a scope, or an API, that comes back is in no authorization from before', async () => {
  const { json } = await server.grant('web', { scope: 'read create' })
  assert.equal((await server.introspect(json.access_token)).scope, 'read create')
  const without = (name: string) =>
    server.restart(({ apis }) => ({
      apis: apis.map((api) => ({
        ...api,
        scopes: (api.scopes as readonly { name: string }[]).filter((one) => one.name !== name),
      })),
    }))
  await without('create')
  await back()
  assert.equal((await server.introspect(json.access_token)).scope, 'read')
  const refreshed = await server.refresh('web', json.refresh_token)
  assert.equal(refreshed.json.scope, 'read')

  await server.restart(({ apis }) => ({ apis: apis.filter(({ identifier }) => identifier !== contacts) }))
  await back()
  assert.deepEqual(await server.introspect(refreshed.json.access_token), { active: false })
  assertRefused(await server.refresh('web', refreshed.json.refresh_token), 'invalid_grant')
})

test('a scope that a client’s own line loses and regains is in the authorizations that had it', async () => {
  const { json } = await server.grant('web', { scope: 'read create' })
  await server.restart(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, scope: 'read' } : one)),
  }))
  assert.equal((await server.introspect(json.access_token)).scope, 'read')
  await server.restart(() => ({ clients: Object.values(testClients) }))
  assert.equal((await server.introspect(json.access_token)).scope, 'read create')
})
