import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../storage/open-database.ts'
import { createInteractionStore } from '../storage/stores/interactions.ts'
import { sweep } from '../storage/sweep.ts'
import { onEachEngine } from '../storage/testing/engines.ts'
import { createInteractions } from './interactions.ts'

const now = 1_800_000_000_000

await onEachEngine('interactions', ({ name, create }) => {
  test(`${name}: beyond the limit for all accounts requests are refused temporarily, and expired ones are removed at once`, async () => {
    const database = await openDatabase(create('interactions'), now)
    const store = createInteractionStore(database)
    const interactions = createInteractions(store, { ofAccount: 2, ofAddressPrefix: 10, inAll: 3 })
    assert.ok(Number.isNaN(interactions.lastCount(now)))
    const keep = (id: string, at: number) =>
      interactions.keep(
        {
          id,
          browserHash: 'browser',
          parameters: 'a=b',
          createdAt: at,
          expiresAt: at + 60_000,
          accountId: id,
          addressPrefix: '192.0.2.0/24',
        },
        at,
      )
    for (const id of ['one', 'two', 'three']) assert.deepEqual(await keep(id, now), { outcome: 'kept' })
    assert.equal(interactions.lastCount(now), 3)
    assert.deepEqual(await keep('four', now + 1), { outcome: 'full', retryAfterSeconds: 10 })
    assert.equal(await interactions.take('one', 'browser'), true)
    assert.deepEqual(await keep('four', now + 10_001), { outcome: 'kept' })
    assert.equal(await sweep(database, now + 60_001), 2)
    assert.equal(await store.count(now + 60_001), 1)
    await database.close()
  })
})
