import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tables } from './copied-tables.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import type { Schema } from './schema.ts'
import { createAccountDataStore } from './stores/account-data.ts'
import { readOnly } from './stores/audit/audit.ts'
import { createLogoutOutbox } from './stores/logout-outbox.ts'
import { createProvisioningStore } from './stores/provisioning.ts'
import { createSliceSweeper } from './sweep-slices.ts'
import { onEachEngine } from './testing/engines.ts'
import { createStores, newFamily, now, type Stores, seed } from './testing/entries.ts'
import { openTables } from './testing/open-tables.ts'

/**
 * Every table: `removed` with the account, `kept` although it names the account, or `other`, which holds nothing about
 * accounts. docs/users.md says why rows are kept.
 */
const decisions: Readonly<Record<keyof Schema, 'removed' | 'kept' | 'other'>> = {
  account: 'removed',
  session: 'removed',
  known_browser: 'removed',
  interaction: 'removed',
  authorization: 'removed',
  code: 'removed',
  token_family: 'removed',
  access_token: 'removed',
  session_client: 'removed',
  mail: 'removed',
  one_time_link: 'removed',
  passkey: 'removed',
  totp: 'removed',
  recovery_code: 'removed',
  code_attempt: 'removed',
  trusted_device: 'removed',
  upstream_identity: 'removed',
  audit: 'kept',
  logout_delivery: 'kept',
  audit_chain: 'other',
  schema_version: 'other',
  setting: 'other',
  change: 'other',
  signing_key: 'other',
  api: 'other',
  client: 'other',
  initial_access_token: 'other',
  revoked_jwt: 'other',
  used_assertion: 'other',
  tombstone: 'other',
}

const decide = (table: string) => decisions[table as keyof Schema]
const removed = tables.filter(({ name }) => decide(name) === 'removed')

/** Columns that say something about a user. */
const personal = /account|user|email|claims|address|browser|subject|sealed/

/** The two ways in which an account is removed. */
const ways: Readonly<Record<string, (stores: Stores) => Promise<unknown>>> = {
  'an operator removes it': ({ provisioning }) =>
    provisioning.change((writes) => writes.removeAccount('leaver username')),
  async 'its waiting period is over'({ accountData }) {
    await accountData.requestDeletion('leaver account', now, undefined)
    await accountData.deleteDue(now, () => undefined)
  },
}

await onEachEngine('a removed account', ({ name, create }) => {
  test(`${name}: every table with a column about users is removed with the account, or kept for a reason`, async () => {
    const { columns, close } = await openTables(create('columns'), now)
    for (const [table, list] of columns) {
      assert.ok(decide(table), `decide whether the rows of ${table} are removed with an account`)
      const found = list.filter(({ name: column }) => personal.test(column) && table !== 'client')
      if (decide(table) === 'other') assert.deepEqual(found, [], table)
    }
    assert.deepEqual([...columns.keys()].sort(), Object.keys(decisions).sort())
    await close()
  })

  for (const [index, [way, remove]] of Object.entries(ways).entries()) {
    test(`${name}: when ${way}, nothing about an account is left in any table, and other accounts keep theirs`, async () => {
      const url = create(`way${index}`)
      const database = await openDatabase(url, now)
      const stores = createStores(database)
      await seed(stores)
      const all = await openTables(url, now)
      for (const who of ['leaver', 'stayer']) for (const { name: table } of removed) await all.fill(table, who)
      const before = await all.dump()
      for (const { name: table } of removed)
        for (const who of ['leaver', 'stayer'])
          assert.match(before.get(table) ?? '', new RegExp(who), `${table} is filled`)
      await remove(stores)
      // The sweep removes its codes and access tokens; at this time it finds nothing else to remove.
      await createSliceSweeper(database, { idleMs: 1 })(1)
      const after = await all.dump()
      for (const [table, text] of after) {
        if (decide(table) !== 'kept') assert.doesNotMatch(text, /leaver/, table)
        if (decide(table) === 'removed') assert.match(text, /stayer/, table)
      }
      assert.match(after.get('audit') ?? '', /account\.removed.*leaver username/)
      assert.match(after.get('logout_delivery') ?? '', /leaver account/, 'apps are informed of the logout')
      await all.close()
      await database.close()
    })
  }

  test(`${name}: a removal that cannot be recorded removes nothing`, async () => {
    const url = create('refused')
    const database = await openDatabase(url, now)
    await seed(createStores(database))
    const all = await openTables(url, now)
    for (const { name: table } of removed) await all.fill(table, 'leaver')
    const data = createAccountDataStore(database, createLogoutOutbox(database), readOnly)
    await data.requestDeletion('leaver account', now, undefined)
    const before = await all.dump()
    await assert.rejects(
      data.deleteDue(now, () => undefined),
      /must be recorded/,
    )
    const act = createProvisioningStore(database).change((writes) => writes.removeAccount('leaver username'))
    await assert.rejects(act, /must be recorded/)
    assert.deepEqual(await all.dump(), before)
    await all.close()
    await database.close()
  })

  test(`${name}: token families that an earlier release left are swept`, async () => {
    const database: Database = await openDatabase(create('orphans'), now)
    const stores = createStores(database)
    await seed(stores)
    const [left, active] = [newFamily({ accountId: 'removed long ago' }), newFamily()]
    await stores.oauth.transaction(async (one) => {
      for (const family of [left, active]) await one.addFamily(family)
    })
    assert.equal(await createSliceSweeper(database, { idleMs: 86_400_000 })(now), 1)
    assert.equal(await stores.oauth.findFamily(left.id), undefined)
    assert.ok(await stores.oauth.findFamily(active.id))
    await database.close()
  })
})
