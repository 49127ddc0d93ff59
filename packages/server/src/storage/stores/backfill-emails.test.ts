import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../open-database.ts'
import { addRows, countOf } from '../testing/count-rows.ts'
import { onEachEngine } from '../testing/engines.ts'
import { now } from '../testing/entries.ts'
import { backfillEmails } from './backfill-emails.ts'

await onEachEngine('filling in e-mail addresses', ({ create, name }) => {
  test(`${name}: reads a thousand accounts at a time, and finds those with an address among many without`, async () => {
    const database = await openDatabase(create('emails'), now)
    const names = { id: `'a' || i`, username: `'a' || i`, normalized_username: `'a' || i` }
    const claims = `case when i = 7 or i = 2400 then '{"email":"A' || i || '@example.com"}' else '{}' end`
    const values = { ...names, claims, disabled: 0, source: `'command'`, created_at: now }
    await addRows(database, 'account', { count: 2500, values })
    let statements = 0
    const counted: typeof database = {
      ...database,
      run(statement, given) {
        statements++
        return database.run(statement, given)
      },
      transaction: (work, key) => database.transaction(work, key),
    }
    await backfillEmails(counted)
    assert.equal(statements, 7, 'three slices of two reads, and the end')
    assert.equal(
      await countOf(database, `account where normalized_email in ('a7@example.com', 'a2400@example.com')`),
      2,
    )
    await database.close()
  })
})
