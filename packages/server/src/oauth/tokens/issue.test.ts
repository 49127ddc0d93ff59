import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertRefused, calendar, contacts, startServer, testClients } from '../../server.testing.ts'
import type { Grant, Granted } from '../grants/grant.ts'

const type = 'urn:example:grant-type:as-told'
let told: Granted = { rights: [] }
const asTold: Grant = { type, openToPublicClients: false, authorize: async () => told }

const server = await startServer(
  ({ clients }) => ({
    clients: clients.map((one) => (one.client_id === 'machine' ? { ...one, grant_types: [type] } : one)),
  }),
  { grants: [asTold] },
)
const ask = (granted: Granted) => {
  told = granted
  return server.token('machine', { grant_type: type })
}

test('a grant may put less into a token than it allows, for a machine too', async () => {
  const rights = [{ resource: contacts, scope: ['read', 'create'] }]
  assert.equal((await ask({ rights })).json.scope, 'read create')
  assert.equal((await ask({ rights, tokenRights: [{ resource: contacts, scope: ['read'] }] })).json.scope, 'read')
})

test('no grant gives a right beyond its client, and one of which nothing is left is refused', async () => {
  assert.equal(testClients.machine.scope, 'read create write')
  const wide = [{ resource: contacts, scope: ['read', 'delete'] }]
  assert.equal((await ask({ rights: wide })).json.scope, 'read')
  assertRefused(await ask({ rights: [{ resource: 'https://gone.example.com', scope: ['read'] }] }), 'invalid_grant')
})

test('one token for two APIs never means more at one of them than was granted there (RFC 8707 §2.2)', async () => {
  const both = (scope: string[]) => [
    { resource: contacts, scope: ['read'] },
    { resource: calendar, scope },
  ]
  assert.equal((await ask({ rights: both(['read']) })).json.scope, 'read')
  assertRefused(await ask({ rights: both(['write']) }), 'invalid_target')
})
