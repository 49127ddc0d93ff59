import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDatabase } from '../../open-database.ts'
import { onEachEngine } from '../../testing/engines.ts'
import { createStores, now, seed, testAuditKey } from '../../testing/entries.ts'
import { createProvisioningStore } from '../provisioning.ts'
import { createAdminAudit } from './audit.ts'
import type { AuditChain } from './audit-chain.ts'
import { listChains, listMatching, listNewest } from './statements.ts'
import { verifyAudit } from './verify.ts'

const { mac } = testAuditKey
const admin = createAdminAudit(
  () => testAuditKey,
  'a test',
  () => now,
)

const newClient = (client_id: string) =>
  ({ registration: { client_id }, secretHash: undefined, source: 'file', digest: undefined }) as const

await onEachEngine('the audit log of admin acts', ({ create, name: engine }) => {
  const open = (name: string) => openDatabase(create(name), Date.now())

  test(`${engine}: each admin act and its audit row are written together or not at all`, async () => {
    const database = await open('admin')
    const stores = createStores(database)
    await seed(stores)
    await stores.provisioning.change(async (writes) => {
      await writes.setAccountDisabled('alice', true)
      assert.equal(await writes.setAccountDisabled('nobody', true), false)
      await writes.setAccountPasswordHash('bob', 'a hash')
      await writes.setClientSecretHash('web', 'a hash', { validAfter: now })
      await writes.removeClient('other', now)
    })
    const failing = stores.provisioning.change(async (writes) => {
      await writes.removeAccount('alice')
      throw new Error('changed my mind')
    })
    await assert.rejects(failing, /changed my mind/)
    const rows = [...(await database.run(listNewest, { most: 50 }))].reverse()
    const all = { since: 0, type: null, family: null, clientId: null, accountId: null, username: null, most: 50 }
    assert.deepEqual([...(await database.run(listMatching, all))].reverse(), rows)
    const ofBob = await database.run(listMatching, { ...all, accountId: 'none', username: 'bob' })
    assert.ok(ofBob.length > 0 && ofBob.every(({ detail }) => detail === 'bob'))
    const ofWeb = await database.run(listMatching, { ...all, type: 'client', family: 'client.%', clientId: 'web' })
    assert.ok(ofWeb.length > 0 && ofWeb.every(({ client_id }) => client_id === 'web'))
    assert.deepEqual(
      rows.map((row) => [row.type, row.actor, row.client_id ?? row.detail]),
      [
        ['audit.opened', null, '[]'],
        ['account.saved', 'a test', 'alice'],
        ['account.saved', 'a test', 'bob'],
        ['client.saved', 'a test', 'web'],
        ['client.saved', 'a test', 'other'],
        ['account.disabled', 'a test', 'alice'],
        ['account.password-changed', 'a test', 'bob'],
        ['client.secret-changed', 'a test', 'web'],
        ['client.removed', 'a test', 'other'],
      ],
    )
    assert.equal((await verifyAudit(database, mac)).broken, undefined)

    // The act is not done if its row cannot be written.
    await database.execute('alter table audit rename to audit_away')
    const act = stores.provisioning.change((writes) => writes.removeAccount('alice'))
    await assert.rejects(act)
    await database.execute('alter table audit_away rename to audit')
    assert.ok((await stores.provisioning.listAccounts()).some((one) => one.username === 'alice'))
    const unaudited = createProvisioningStore(database).change((writes) => writes.removeAccount('alice'))
    await assert.rejects(unaudited, /must be recorded/)
    await database.close()
  })

  test(`${engine}: admin acts form one audit chain even if several processes act at once`, async () => {
    const url = create('many')
    const databases = await Promise.all([1, 2, 3].map(() => openDatabase(url, Date.now())))
    const acts = databases.flatMap((database) =>
      [1, 2, 3, 4, 5].map((index) =>
        createProvisioningStore(database, admin).change((writes) =>
          writes.putClient(newClient(`client-${index}`), now),
        ),
      ),
    )
    await Promise.all(acts)
    const [first] = databases
    assert.ok(first)
    const { rows, ends, broken } = await verifyAudit(first, mac)
    assert.deepEqual({ rows, chains: ends.length, broken }, { rows: 16, chains: 1, broken: undefined })
    for (const database of databases) await database.close()
  })

  test(`${engine}: admin acts continue in another chain after tampering, and verification still finds the break`, async () => {
    const database = await open('tampered_admin')
    await seed(createStores(database))
    await database.transaction((connection) => connection.execute(`update audit_chain set number = 2`))
    await seed(createStores(database))
    const chains = (await database.run(listChains, {})).map((chain: AuditChain) => chain.id)
    assert.deepEqual(chains.sort(), ['admin', 'admin.2'])
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /beginning or end was changed/)
    await database.close()
  })

  test(`${engine}: admin acts continue in another chain if the admin chain is missing, and verification reports its rows`, async () => {
    const database = await open('gone_admin')
    await seed(createStores(database))
    await database.transaction((connection) => connection.execute('delete from audit_chain'))
    await seed(createStores(database))
    await seed(createStores(database))
    const chains = (await database.run(listChains, {})).map((chain: AuditChain) => chain.id)
    assert.deepEqual(chains, ['admin.2'])
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /the row belongs to no chain/)
    await database.close()
  })
})
