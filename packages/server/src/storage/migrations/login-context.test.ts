import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../open-database.ts'
import { createAccountStore } from '../stores/accounts.ts'
import { onEachEngine } from '../testing/engines.ts'
import { createStores, now, seed } from '../testing/entries.ts'
import { execute } from '../testing/execute.ts'

await onEachEngine('login contexts', ({ create, name }) => {
  test(`${name}: a login in progress is rejected after a node of schema 9 changes the password`, async () => {
    const url = create('rolling')
    const database = await openDatabase(url, now)
    const stores = createStores(database)
    await seed(stores)
    const accounts = createAccountStore(database)
    const version = async () => (await accounts.findByUsername('alice'))?.credentialsVersion ?? ''
    const times = { authenticatedAt: now, lastSeenAt: now, expiresAt: now + 1000 }
    const session = { accountId: 'alice', browserHash: 'b', userAgent: '', ...times, context: { amr: ['pwd'] } }
    const [before, hash] = [await version(), 'of a session']
    await execute(url, "update account set password_hash = 'another' where id = 'alice'")
    assert.equal(await stores.sessions.begin({ ...session, hash }, before, undefined), false)
    assert.equal(await stores.sessions.begin({ ...session, hash }, await version(), undefined), true)

    // A node of schema 9 leaves the column empty; a later release may write members that are unknown here.
    for (const context of ['null', `'{"amr":["pwd"],"later":1}'`]) {
      await execute(url, `update session set context = ${context}`)
      assert.equal((await stores.sessions.find(hash))?.accountId, 'alice', context)
    }
    const other = await version()
    await execute(url, "update account set credentials_version = 'another factor' where id = 'alice'")
    assert.equal(await stores.sessions.begin({ ...session, hash: 'late' }, other, undefined), false)
    await database.close()
  })
})
