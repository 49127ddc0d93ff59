import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAuditKey } from '../audit-key.ts'
import { Unavailable } from '../oauth/ports.ts'
import { openDatabase } from '../open-database.ts'
import { random } from '../random.ts'
import { createServerSecret } from '../secret.ts'
import type { AuditChain, AuditRow } from './audit-chain.ts'
import type { Database } from './database.ts'
import { onEachEngine } from './engines.testing.ts'
import { createStores, now, seed, testAuditKey } from './entries.testing.ts'
import { createAdminAudit, createProcessChain } from './stores/audit.ts'
import { listChains, listNewest } from './stores/audit-statements.ts'
import { sweepAudit } from './stores/audit-sweep.ts'
import { type ChainEnd, verifyAudit } from './stores/audit-verify.ts'
import { createProvisioningStore } from './stores/provisioning.ts'

const { mac } = testAuditKey
const day = 86_400_000
const event = (type: string, at = now) => ({ type, at, accountId: 'alice', address: '192.0.2.1', detail: 'a "quote"' })
const admin = createAdminAudit(
  () => testAuditKey,
  'a test',
  () => now,
)

const newClient = (client_id: string) =>
  ({ registration: { client_id }, secretHash: undefined, source: 'file', digest: undefined }) as const

/** What who has the database and not the secret may try. */
const tampering: readonly { readonly what: string; readonly sql: string; readonly said: RegExp }[] = [
  { what: 'a changed word', sql: `update audit set detail = 'else' where number = 3`, said: /row was changed/ },
  { what: 'a changed person', sql: `update audit set account_id = 'bob' where number = 3`, said: /row was changed/ },
  { what: 'a changed moment', sql: `update audit set at = at + 1 where number = 3`, said: /row was changed/ },
  { what: 'a row removed inside', sql: `delete from audit where number = 3`, said: /row is missing/ },
  { what: 'rows removed at the end', sql: `delete from audit where number > 3`, said: /row is missing/ },
  {
    what: 'rows removed at the end, and the end of the chain moved',
    sql: `delete from audit where number > 3; update audit_chain set number = 3, hash = (select hash from audit where number = 3)`,
    said: /begins and ends was changed/,
  },
  {
    what: 'two rows exchanged',
    sql: `update audit set number = 99 where number = 3; update audit set number = 3 where number = 4; update audit set number = 4 where number = 99`,
    said: /does not follow|was changed/,
  },
  {
    what: 'a row added at the end',
    sql: `insert into audit select chain, 7, at, type, actor, client_id, account_id, authorization_id, address, request_id, detail, hash, previous from audit where number = 6`,
    said: /beyond the end/,
  },
  { what: 'rows in no chain', sql: `delete from audit_chain`, said: /belongs to no chain/ },
]

await onEachEngine('the audit log', ({ create, name: engine }) => {
  const open = (name: string) => openDatabase(create(name), Date.now())
  /** Makes a database with one chain of six rows. */
  async function makeChain(name: string): Promise<Database> {
    const database = await open(name)
    const chain = createProcessChain(database, mac, random)
    await chain.append([event('one'), event('two')])
    await chain.append([event('three'), event('four')])
    await chain.close(now)
    return database
  }

  test(`${engine}: the audit log is whole after what was appended in several writes, and says so with its end`, async () => {
    const database = await makeChain('whole')
    const { rows, ends, broken } = await verifyAudit(database, mac)
    assert.deepEqual({ rows, broken }, { rows: 6, broken: undefined })
    assert.equal(ends[0]?.number, 6)
    const types = (await database.run(listNewest, { most: 10 })).map((row: AuditRow) => row.type).reverse()
    assert.deepEqual(types, ['audit.opened', 'one', 'two', 'three', 'four', 'audit.closed'])
    await database.close()
  })

  for (const [index, { what, sql, said }] of tampering.entries()) {
    test(`${engine}: the audit log shows ${what}`, async () => {
      const database = await makeChain(`tampered_${index}`)
      for (const step of sql.split('; ')) await database.transaction((connection) => connection.execute(step))
      const { broken } = await verifyAudit(database, mac)
      assert.match(String(broken?.what), said)
      await database.close()
    })
  }

  test(`${engine}: the audit log shows that a chain is gone which a later one names, and an end that was kept elsewhere`, async () => {
    const database = await makeChain('gone')
    const [kept] = (await verifyAudit(database, mac)).ends
    assert.ok(kept)
    const later = createProcessChain(database, mac, random)
    await later.append([event('later')])
    assert.equal((await verifyAudit(database, mac, [kept])).broken, undefined)
    const other: ChainEnd = { ...kept, number: kept.number + 1 }
    assert.match(String((await verifyAudit(database, mac, [other])).broken?.what), /at the end are missing/)
    for (const table of [
      ['audit', 'chain'],
      ['audit_chain', 'id'],
    ] as const) {
      await database.transaction((one) => one.execute(`delete from ${table[0]} where ${table[1]} = '${kept.chain}'`))
    }
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /whole chain is missing/)
    await database.close()
  })

  test(`${engine}: the audit log cannot be written or verified with another secret`, async () => {
    const database = await makeChain('other_secret')
    const other = createAuditKey(createServerSecret('another secret of some length'))
    assert.match(String((await verifyAudit(database, other.mac)).broken?.what), /secret is another/)
    await database.close()
  })

  test(`${engine}: the audit log holds one row for each admin act, written with it or not at all`, async () => {
    const database = await open('admin')
    const stores = createStores(database)
    await seed(stores)
    await stores.provisioning.change(async (writes) => {
      await writes.setAccountDisabled('alice', true)
      assert.equal(await writes.setAccountDisabled('nobody', true), false)
      await writes.setAccountPasswordHash('bob', 'a hash')
      await writes.setClientSecretHash('web', 'a hash')
      await writes.removeClient('other')
    })
    const failing = stores.provisioning.change(async (writes) => {
      await writes.removeAccount('alice')
      throw new Error('changed my mind')
    })
    await assert.rejects(failing, /changed my mind/)
    const rows = [...(await database.run(listNewest, { most: 50 }))].reverse()
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

    // Where the row cannot be written, nothing is done.
    await database.execute('alter table audit rename to audit_away')
    const act = stores.provisioning.change((writes) => writes.removeAccount('alice'))
    await assert.rejects(act)
    await database.execute('alter table audit_away rename to audit')
    assert.ok((await stores.provisioning.listAccounts()).some((one) => one.username === 'alice'))
    const unaudited = createProvisioningStore(database).change((writes) => writes.removeAccount('alice'))
    await assert.rejects(unaudited, /without being recorded/)
    await database.close()
  })

  test(`${engine}: the audit log is one chain of admin acts however many processes act at once`, async () => {
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

  test(`${engine}: the audit log goes on in another chain where the admin chain was tampered with, and the break still shows`, async () => {
    const database = await open('tampered_admin')
    await seed(createStores(database))
    await database.transaction((connection) => connection.execute(`update audit_chain set number = 2`))
    await seed(createStores(database))
    const chains = (await database.run(listChains, {})).map((chain: AuditChain) => chain.id)
    assert.deepEqual(chains.sort(), ['admin', 'admin.2'])
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /begins and ends was changed/)
    await database.close()
  })

  test(`${engine}: the audit log can still be verified after its oldest rows were swept; a swept chain is named, an unsigned sweep shows`, async () => {
    const database = await open('swept')
    const old = createProcessChain(database, mac, random)
    await old.append([event('old', now - 10 * day)])
    await old.close(now - 10 * day)
    const living = createProcessChain(database, mac, random)
    await living.append([event('older', now - 9 * day), event('old', now - 5 * day)])
    await living.append([event('new', now)])
    assert.equal(await sweepAudit(database, { mac, admin, before: now - day }), 6)
    assert.equal((await verifyAudit(database, mac)).broken, undefined)
    await living.append([event('newer', now)])
    const { broken, rows } = await verifyAudit(database, mac)
    assert.equal(broken, undefined)
    const types = (await database.run(listNewest, { most: 50 })).map((row) => row.type).sort()
    assert.deepEqual(types, ['audit.chain-swept', 'audit.opened', 'new', 'newer'])
    assert.equal(rows, 4)
    assert.equal(await sweepAudit(database, { mac, admin, before: now - day }), 0)
    await database.transaction((connection) => connection.execute(`delete from audit where type = 'new'`))
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /row is missing/)
    await database.close()
  })

  test(`${engine}: the audit log holds once what was committed without our hearing of it, and what failed`, async () => {
    const database = await open('unheard')
    let fault: 'before' | 'after' | undefined
    const shaky: Database = {
      ...database,
      async transaction(work, key) {
        if (fault === 'before') throw new Unavailable('the connection broke')
        const value = await database.transaction(work, key)
        if (fault === 'after') throw new Unavailable('the connection broke')
        return value
      },
    }
    const chain = createProcessChain(shaky, mac, random)
    await chain.append([event('one')])
    for (const kind of ['after', 'before'] as const) {
      fault = kind
      await assert.rejects(chain.append([event(kind)]), Unavailable)
      fault = undefined
      await chain.append([event(kind)])
    }
    await chain.append([event('last')])
    const types = (await database.run(listNewest, { most: 50 })).map((row) => row.type).reverse()
    assert.deepEqual(types, ['audit.opened', 'one', 'after', 'before', 'last'])
    assert.equal((await verifyAudit(database, mac)).broken, undefined)
    await database.close()
  })

  test(`${engine}: the audit log takes any text, and what a database would refuse or a terminal would obey is harmless in it`, async () => {
    const database = await open('text')
    const chain = createProcessChain(database, mac, random)
    await chain.append([
      { type: 'odd', at: now, detail: `null\0 and \u001b[31m and ${'long '.repeat(5000)}`, clientId: '\ud800' },
    ])
    const [row] = await database.run(listNewest, { most: 1 })
    assert.equal(row?.type, 'odd')
    assert.doesNotMatch(String(row?.detail), /\p{Cc}/u)
    assert.equal((await verifyAudit(database, mac)).broken, undefined)
    await database.close()
  })
})
