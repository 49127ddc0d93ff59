import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './open-database.ts'
import { onEachEngine } from './testing/engines.ts'

await onEachEngine('commit counts', ({ name, create }) => {
  test(`${name}: concurrent transactions share a commit, and the counts show how many`, async () => {
    const database = await openDatabase(create('committed'), Date.now())
    await database.transaction((connection) => connection.execute('create table note (line text)'))
    const { commits, transactions } = database.committed
    const insert = () => database.transaction((connection) => connection.execute(`insert into note values ('a')`))
    await Promise.all(Array.from({ length: 20 }, insert))
    assert.equal(database.committed.transactions - transactions, 20)
    const shared = database.committed.commits - commits
    assert.ok(shared >= 1 && shared <= 4, `${shared} commits`)
    await assert.rejects(database.transaction((connection) => connection.execute('insert into nowhere values (1)')))
    assert.equal(database.committed.transactions - transactions, 20, 'a rolled back transaction is not counted')
    await database.close()
  })
})
