import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../open-database.ts'
import { addRows, countOf } from '../testing/count-rows.ts'
import { onEachEngine } from '../testing/engines.ts'
import { now } from '../testing/entries.ts'
import { createLogoutOutbox } from './logout-outbox.ts'

await onEachEngine('the outbox of logout tokens', ({ create, name }) => {
  test(`${name}: lists each client with a due delivery once, the longest due first`, async () => {
    const database = await openDatabase(create('clients'), now)
    const outbox = createLogoutOutbox(database)
    assert.deepEqual(await outbox.dueClients(now), [])
    const add = (client: string, count: number, dueAt: string) =>
      addRows(database, 'logout_delivery', {
        count,
        values: { sid: `'s' || i`, client_id: `'${client}'`, account_id: `'a'`, due_at: dueAt, attempts: 0 },
      })
    await add('some', 100, `${now} - i`)
    await add('late', 5, `${now} + i`)
    await add('first', 3, `${now} - 1000`)
    await add('last', 2, `${now} - 1 + i`)
    assert.deepEqual(await outbox.dueClients(now), ['first', 'some', 'last'])
    await database.close()
  })

  test(`${name}: changes only the 1,000 deliveries that have been due longest, for any number of attempts`, async () => {
    const database = await openDatabase(create('thousand'), now)
    const outbox = createLogoutOutbox(database)
    const rows = { sid: `'s' || i`, client_id: `'web'`, account_id: `'a'`, due_at: `${now} - i` }
    // The 500 longest due ones have failed thirty times, and so have the 500 that were due last.
    const attempts = 'case when i > 2500 or i <= 500 then 30 else 0 end'
    await addRows(database, 'logout_delivery', { count: 3000, values: { ...rows, attempts } })
    assert.equal((await outbox.removeDue('web', { now, from: 29, to: 1000 })).length, 500)
    assert.equal((await outbox.removeDue('web', { now, from: 29, to: 1000 })).length, 0)
    await outbox.postponeDue('web', { now, from: 0, to: 0, dueAt: now + 1 })
    assert.equal(await countOf(database, `logout_delivery where due_at > ${now}`), 1000)
    await database.close()
  })
})
