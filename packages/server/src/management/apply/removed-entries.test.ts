import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { contacts as contactsApi, createPlace } from '../../testing/cli.ts'
import {
  assertGranted,
  assertRefused,
  contacts,
  people,
  startServer,
  testClients,
  testConfig,
} from '../../testing/server.ts'

const server = await startServer()
const all = () => ({ clients: testConfig.clients, accounts: testConfig.accounts, apis: testConfig.apis })
const back = () => server.restart(all)

test('an account removed from the file and added again has no earlier session, authorization or token', async () => {
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

test('an authorized client is disabled when removed from the file, and enabled without its authorizations when added again', async () => {
  const { json } = await server.grant('web')
  await server.restart(({ clients }) => ({ clients: clients.filter(({ client_id }) => client_id !== 'web') }))
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_client')
  await back()
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  assertGranted(await server.grant('web'))
})

test('an opaque client-credentials token stays invalid after its client was removed from the file and added again', async () => {
  const { json } = await server.token('machine', { grant_type: 'client_credentials', scope: 'create' })
  await server.grant('web') // so that there are authorizations of others
  await server.restart(({ clients }) => ({ clients: clients.filter(({ client_id }) => client_id !== 'machine') }))
  await back()
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
})

test('a scope or an API that is added again is in no earlier authorization', async () => {
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

test('a scope removed from a client and added again is still in its earlier authorizations', async () => {
  const { json } = await server.grant('web', { scope: 'read create' })
  await server.restart(({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'web' ? { ...one, scope: 'read' } : one)),
  }))
  assert.equal((await server.introspect(json.access_token)).scope, 'read')
  await server.restart(() => ({ clients: Object.values(testClients) }))
  assert.equal((await server.introspect(json.access_token)).scope, 'read create')
})

test('a client added to its file again keeps the disabled state and the secret that a command set', async () => {
  const secret = testClients.machine.client_secret
  const client = (client_id: string) => ({
    client_id,
    client_secret: secret,
    grant_types: ['client_credentials'],
    scope: 'read',
  })
  const whole = { apis: [contactsApi], clients: ['rotated', 'disabled', 'late', 'enabled', 'untouched'].map(client) }
  const place = await createPlace()
  const apply = async (members: object) => {
    place.write(members)
    return String((await place.run(['apply', place.file])).stdout)
  }
  await apply(whole)
  const { client_secret: rotated } = await place.json('client', 'rotate-secret', 'rotated')
  for (const id of ['disabled', 'late', 'enabled']) await place.json('client', 'update', id, '--disabled')
  await place.json('client', 'update', 'late', '--no-disabled')
  await place.json('client', 'rotate-secret', 'late')
  const left = await apply({ ...whole, clients: [] })
  assert.match(left, /disabled client rotated\ndisabled client disabled/)
  assert.match(left, /removed client untouched/)
  await place.json('client', 'update', 'late', '--disabled')
  await place.json('client', 'update', 'enabled', '--no-disabled')
  await apply(whole)
  const server = await place.serve()
  const ask = async (id: string, password: unknown) => {
    const headers = { authorization: `Basic ${btoa(`${id}:${password}`)}` }
    const body = new URLSearchParams({ grant_type: 'client_credentials' })
    return (await fetch(`${place.issuer}/token`, { method: 'POST', headers, body })).status
  }
  assert.equal(await ask('rotated', secret), 401)
  assert.equal(await ask('rotated', rotated), 200)
  assert.equal(await ask('disabled', secret), 401)
  assert.equal(await ask('late', secret), 401)
  assert.equal(await ask('enabled', secret), 200)
  assert.equal(await ask('untouched', secret), 200)
  await server.stop()
})

test('an account disabled by an earlier release when removed from the file has no authorizations when added again', async () => {
  const { json } = await server.grant('web', {}, { person: 'bob' })
  await server.close()
  const database = new DatabaseSync(server.database)
  database.exec(
    "update account set disabled = 1, source_digest = null, source_members = null, source_file = null where username = 'bob'",
  )
  database.close()
  await back()
  assert.deepEqual(await server.introspect(json.access_token), { active: false })
  assertRefused(await server.refresh('web', json.refresh_token), 'invalid_grant')
  assertGranted(await server.grant('web', {}, { person: 'bob' }))
})
