import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DynamicClient } from '../../management/ports.ts'
import { hashSecret } from '../../oauth/hash.ts'
import { openDatabase } from '../open-database.ts'
import { onEachEngine } from '../testing/engines.ts'
import { createStores, newAuthorization, seed } from '../testing/entries.ts'
import { createDynamicClientStore, noteClientUses } from './dynamic-clients.ts'

const day = 86_400_000
const token = hashSecret('registration_token', 'of the tests')

await onEachEngine('the sweep of dynamic clients', ({ create, name }) => {
  test(`${name}: removes what was never or long not used, unless a user authorizes it`, async () => {
    const database = await openDatabase(create('dynamic'), Date.now())
    const stores = createStores(database)
    await seed(stores)
    const store = createDynamicClientStore(database)
    const now = 1000 * day
    const add = (id: string, createdAt: number) => {
      const entry = {
        registration: { client_id: id },
        secretHash: undefined,
        source: 'registration',
        digest: undefined,
      }
      const client = { entry, createdAt } as DynamicClient
      return store.add(client, { registrationToken: token, initialToken: undefined, mostUnused: 100 })
    }
    for (const id of ['never', 'long ago', 'used', 'authorized', 'ended']) await add(id, now - 100 * day)
    await add('new', now - day)
    await noteClientUses(database, [
      { id: 'used', lastUsedAt: now - day },
      { id: 'long ago', lastUsedAt: now - 95 * day },
    ])
    await noteClientUses(database, [{ id: 'used', lastUsedAt: now - 99 * day }])
    await stores.oauth.transaction(async (one) => {
      await one.addAuthorization(newAuthorization({ clientId: 'authorized' }))
      await one.addAuthorization(newAuthorization({ clientId: 'ended', endsAt: now - day }))
    })
    assert.deepEqual((await store.removeUnused(now - 90 * day, now)).toSorted(), ['ended', 'long ago', 'never'])
    assert.deepEqual(await store.removeUnused(now - 90 * day, now), [])
    for (const id of ['used', 'authorized', 'new']) assert.ok(await store.find(id, token), id)
    await database.close()
  })
})
