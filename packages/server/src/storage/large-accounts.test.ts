import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deleteAccounts } from '../jobs/delete-accounts.ts'
import { removeAccount } from '../management/accounts/remove-account.ts'
import { removeClient } from '../management/clients/remove-client.ts'
import type { Management } from '../management/management.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { createSliceSweeper } from './sweep-slices.ts'
import { addRows, countOf, countRows } from './testing/count-rows.ts'
import { onEachEngine } from './testing/engines.ts'
import { createStores, newToken, now, type Stores, seed } from './testing/entries.ts'

const none = () => undefined

/** Rows that a transaction may read or remove: 500 authorizations, 500 token families, and what ends the account. */
const mostRows = 1_200

const token = newToken({ accountId: 'leaver' })
const ofStayer = newToken({ accountId: 'bob' })

/** Adds an account with so many authorizations and token families that they are removed in slices. */
async function addLarge(database: Database): Promise<Stores> {
  const stores = createStores(database)
  await seed(stores)
  await stores.provisioning.change(async (writes) => {
    const names = { id: 'leaver', username: 'leaver', normalizedUsername: 'leaver' }
    await writes.putAccount(
      { ...names, claims: {}, disabled: false, passwordHash: 'x', source: 'command', digest: undefined },
      now,
    )
  })
  const authorization = { account_id: `'leaver'`, client_id: `'web'`, rights: `'[]'`, created_at: now, remembered: 1 }
  await addRows(database, 'authorization', { count: 1200, values: { ...authorization, id: `'key ' || i` } })
  const family = {
    client_id: `'web'`,
    account_id: `'leaver'`,
    rights: `'[]'`,
    authenticated_at: now,
    generation: 0,
    rotated_at: now,
    expires_at: now + 1,
  }
  const each = { ...family, id: `'each ' || i`, authorization_id: `'key ' || i` }
  await addRows(database, 'token_family', { count: 1200, values: each })
  const many = { ...family, id: `'many ' || i`, authorization_id: `'key 7'` }
  await addRows(database, 'token_family', { count: 1300, values: many })
  await stores.oauth.transaction(async (one) => {
    for (const each of [token, ofStayer]) await one.addAccessToken(each)
  })
  return stores
}

const isActive = async ({ oauth }: Stores) => (await oauth.findAccessToken(token.hash))?.status?.accountActive

const left = async (database: Database) => [
  await countOf(database, `account where id = 'leaver'`),
  await countOf(database, `"authorization" where account_id = 'leaver'`),
  await countOf(database, `token_family where account_id = 'leaver'`),
]

await onEachEngine('an account with very many authorizations', ({ name, create }) => {
  test(`${name}: is removed in transactions of bounded size, and tokens are looked up in between`, async () => {
    const database = await openDatabase(create('bounded'), now)
    const stores = await addLarge(database)
    await stores.accountData.requestDeletion('leaver', now, undefined)
    let last: readonly number[] = []
    const counted = countRows(database, async (statement, connection) => {
      if (statement !== 'account-data/deleteOne') return
      last = [
        await countOf(connection, `"authorization" where account_id = 'leaver'`),
        await countOf(connection, `token_family where account_id = 'leaver'`),
      ]
    })
    let isDone = false
    const deleting = createStores(counted.database)
      .accountData.deleteDue(now, none)
      .finally(() => {
        isDone = true
      })
    const seen = new Set<number>()
    while (!isDone) {
      if (counted.transactions.length > 0) assert.equal(await isActive(stores), false, 'from the first transaction on')
      assert.equal((await stores.oauth.findAccessToken(ofStayer.hash))?.status?.accountActive, true)
      seen.add(counted.transactions.length)
      await new Promise((resolve) => setImmediate(resolve))
    }
    assert.equal(await deleting, 1)
    assert.ok(counted.transactions.length >= 5, 'it takes several transactions')
    assert.ok(seen.size >= 3, `lookups ran between ${seen.size} of them`)
    assert.ok(Math.max(...counted.transactions) <= mostRows, `rows of each: ${counted.transactions}`)
    assert.ok(
      last.every((rows) => rows <= 500),
      `rows that the last one removes: ${last}`,
    )
    assert.deepEqual(await left(database), [0, 0, 0])
    await database.close()
  })

  test(`${name}: is ended by the first transaction, and after a crash another process completes the removal`, async () => {
    const url = create('crash')
    const first = await openDatabase(url, now)
    const stores = await addLarge(first)
    await stores.accountData.requestDeletion('leaver', now, undefined)
    let slices = 0
    const crashing = countRows(first, (statement) => {
      if (statement === 'account-data/disableDue' && ++slices === 3) throw new Error('killed')
    })
    await assert.rejects(createStores(crashing.database).accountData.deleteDue(now, none), /killed/)
    await first.close()

    const second = await openDatabase(url, now)
    const others = createStores(second)
    const [accounts, authorizations, families] = await left(second)
    assert.equal(accounts, 1)
    assert.ok(Number(authorizations) + Number(families) < 3700, 'two slices are removed')
    assert.equal(await isActive(others), false)
    assert.equal((await others.provisioning.findAccount('leaver'))?.disabled, true, 'nobody can log in')
    assert.equal(await others.accountData.deleteDue(now, none), 1)
    assert.deepEqual(await left(second), [0, 0, 0])
    await second.close()
  })

  test(`${name}: is removed once by two servers at the same time`, async () => {
    const url = create('two')
    const databases = [await openDatabase(url, now), await openDatabase(url, now)] as const
    const stores = await addLarge(databases[0])
    await stores.accountData.requestDeletion('leaver', now, undefined)
    const removed = await Promise.all(databases.map((one) => createStores(one).accountData.deleteDue(now, none)))
    assert.deepEqual(removed.sort(), [0, 1])
    assert.deepEqual(await left(databases[0]), [0, 0, 0])
    assert.equal(await countOf(databases[0], `audit where type = 'account.removed'`), 1)
    for (const one of databases) await one.close()
  })

  test(`${name}: is disabled first when an operator removes it, and a client's tokens are revoked first`, async () => {
    const database = await openDatabase(create('operator'), now)
    await addLarge(database)
    const counted = countRows(database)
    const management = { store: createStores(counted.database).provisioning, now } as unknown as Management
    await removeAccount('leaver', management)
    assert.deepEqual(await left(database), [0, 0, 0])
    const authorization = { account_id: `'bob'`, client_id: `'web'`, rights: `'[]'`, created_at: now, remembered: 1 }
    await addRows(database, 'authorization', { count: 1800, values: { ...authorization, id: `'key ' || i` } })
    await removeClient('web', management)
    assert.equal(await countOf(database, `"authorization"`), 0)
    assert.ok(Math.max(...counted.transactions) <= mostRows, `rows of each: ${counted.transactions}`)
    for (const type of ['account.disabled', 'account.removed', 'client.tokens-revoked', 'client.removed'])
      assert.equal(await countOf(database, `audit where type = '${type}'`), 1, type)
    await database.close()
  })

  test(`${name}: a run that takes too long leaves the other accounts to the next`, async () => {
    const database = await openDatabase(create('time'), now)
    const stores = createStores(database)
    await seed(stores)
    const account = { password_hash: `'x'`, claims: `'{}'`, disabled: 0, source: `'command'`, created_at: now }
    const names = { id: `'l' || i`, username: `'l' || i`, normalized_username: `'l' || i` }
    await addRows(database, 'account', { count: 3, values: { ...account, ...names, delete_at: now } })
    let elapsed = 0
    const tick = () => {
      elapsed += 2_000
      return elapsed
    }
    const job = deleteAccounts(stores.accountData, async () => now, none, tick)
    await job.run(new AbortController().signal)
    assert.equal(await countOf(database, 'account where delete_at is not null'), 1)
    await job.run(AbortSignal.abort())
    assert.equal(await countOf(database, 'account where delete_at is not null'), 1, 'it is stopped')
    await job.run(new AbortController().signal)
    assert.equal(await countOf(database, 'account where delete_at is not null'), 0)
    await database.close()
  })

  test(`${name}: codes and access tokens of removed accounts are removed in slices, which a restart continues`, async () => {
    const database = await openDatabase(create('leftovers'), now)
    const stores = createStores(database)
    await seed(stores)
    const values = { client_id: `'web'`, rights: `'[]'`, expires_at: now + 1 }
    const ofToken = { ...values, id: `'t' || i`, issued_at: now }
    const removed = { ...ofToken, hash: `'r' || i`, account_id: `'removed'` }
    await addRows(database, 'access_token', { count: 7_000, values: removed })
    const active = { ...ofToken, hash: `'a' || i`, account_id: `'bob'` }
    await addRows(database, 'access_token', { count: 10, values: active })
    const own = { ...ofToken, hash: `'z' || i` }
    await addRows(database, 'access_token', { count: 10, values: own })
    const code = { family_id: `'f'`, redirect_uri: `'x'`, redirect_uri_sent: 1, authenticated_at: now }
    const ofCode = { ...values, ...code, hash: `'c' || i`, authorization_id: `'x'` }
    await addRows(database, 'code', { count: 10, values: { ...ofCode, account_id: `'removed'` } })

    const counted = countRows(database)
    const runs: number[] = []
    for (let run = 0; run < 2; run++) runs.push(await createSliceSweeper(counted.database, { idleMs: 1 })(now))
    assert.equal(
      runs[0],
      5_000,
      'a thousand rows of a table at a time, five times: the 10 codes, and tokens but for 20',
    )
    assert.ok(Math.max(...counted.transactions) <= 1_000)
    assert.equal(await countOf(database, 'access_token'), 20, 'those of users and clients are kept')
    assert.equal(await countOf(database, 'code'), 0)
    await database.close()
  })
})
