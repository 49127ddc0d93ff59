import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { random } from '../../secrets/random.ts'
import { createKeyRing } from '../../signing-keys/key-ring.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createStores } from '../../storage/testing/entries.ts'
import { assertRefused, calendar, contacts, startServer, testClients } from '../../testing/server.ts'
import { toClient } from '../client.ts'
import type { Grant, Granted } from '../grants/grant.ts'
import { issue } from './issue.ts'

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

test('no grant gives a client a token under the authorization of another client', async () => {
  await server.grant('web', { scope: 'read' }, { duration: 'always' })
  const database = new DatabaseSync(server.database)
  const row = database.prepare('select id, account_id from "authorization"').get()
  database.close()
  const [accountId, authorizationId] = [String(row?.account_id), String(row?.id)]
  const rights = [{ resource: contacts, scope: ['read'] }]
  assertRefused(await ask({ accountId, authorizationId, rights }), 'invalid_grant')
})

test('one token for two APIs never means more at one of them than was granted there (RFC 8707 §2.2)', async () => {
  const both = (scope: string[]) => [
    { resource: contacts, scope: ['read'] },
    { resource: calendar, scope },
  ]
  assert.equal((await ask({ rights: both(['read']) })).json.scope, 'read')
  assertRefused(await ask({ rights: both(['write']) }), 'invalid_target')
})

test('a disabled client gets no token, even where whoever asked the gate did not look', async () => {
  const database = await openDatabase(`sqlite:${server.database}`, Date.now())
  const clock = Date.now
  const options = {
    issuer: server.issuer,
    keys: createKeyRing({ macKey: Buffer.alloc(32, 1), clock }),
    random,
    usage: { note: () => undefined },
    lifetimes: { accessToken: 600, refreshToken: 600 },
  }
  const { oauth } = createStores(database)
  const granted = { rights: [{ resource: contacts, scope: ['read'] }] }
  const apis = await oauth.listApis()
  const attempt = (disabled: boolean) => {
    const client = toClient({ client_id: 'machine', scope: 'read', disabled }, undefined)
    return oauth.transaction((stores) => issue({ client, apis, granted, now: clock(), epoch: 0 }, stores, options))
  }
  assert.deepEqual((await attempt(false)).rights, granted.rights)
  await assert.rejects(attempt(true), { code: 'invalid_client' })
  await database.close()
})
