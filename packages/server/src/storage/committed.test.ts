import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from './open-database.ts'
import { onEachEngine } from './testing/engines.ts'

await onEachEngine('counts of commits', ({ name, create }) => {
  test(`${name}: transactions of one moment share a commit, and the counts say how many did`, async () => {
    const database = await openDatabase(create('committed'), Date.now())
    await database.transaction((connection) => connection.execute('create table note (line text)'))
    const { commits, transactions } = database.committed
    const insert = () => database.transaction((connection) => connection.execute(`insert into note values ('a')`))
    await Promise.all(Array.from({ length: 20 }, insert))
    assert.equal(database.committed.transactions - transactions, 20)
    const shared = database.committed.commits - commits
    assert.ok(shared >= 1 && shared <= 4, `${shared} commits`)
    await assert.rejects(database.transaction((connection) => connection.execute('insert into nowhere values (1)')))
    assert.equal(database.committed.transactions - transactions, 20, 'what is undone is not counted')
    await database.close()
  })
})
