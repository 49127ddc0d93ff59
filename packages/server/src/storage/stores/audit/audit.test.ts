import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAuditKey } from '../../../audit/audit-key.ts'
import { Unavailable } from '../../../oauth/ports.ts'
import { random } from '../../../secrets/random.ts'
import { createServerSecret } from '../../../secrets/server-secret.ts'
import type { Database } from '../../database.ts'
import { openDatabase } from '../../open-database.ts'
import { onEachEngine } from '../../testing/engines.ts'
import { now, testAuditKey } from '../../testing/entries.ts'
import { createAdminAudit, createProcessChain } from './audit.ts'
import { type AuditRow, type ChainEnd, signChain } from './audit-chain.ts'
import { listChains, listNewest } from './statements.ts'
import { sweepAudit } from './sweep.ts'
import { verifyAudit } from './verify.ts'

const { mac } = testAuditKey
const day = 86_400_000
const writing = { mac, random, keepMs: 365 * day }
const event = (type: string, at = now) => ({ type, at, accountId: 'alice', address: '192.0.2.1', detail: 'a "quote"' })
const admin = createAdminAudit(
  () => testAuditKey,
  'a test',
  () => now,
)

async function removeChainOf(database: Database, id: string): Promise<void> {
  await database.execute(`delete from audit where chain = '${id}'`)
  await database.execute(`delete from audit_chain where id = '${id}'`)
}

/** Changes that an attacker with access to the database but not to the secret may try. */
const tampering: readonly { readonly what: string; readonly sql: string; readonly said: RegExp }[] = [
  { what: 'a changed word', sql: `update audit set detail = 'else' where number = 3`, said: /row was changed/ },
  { what: 'a changed account', sql: `update audit set account_id = 'bob' where number = 3`, said: /row was changed/ },
  { what: 'a changed time', sql: `update audit set at = at + 1 where number = 3`, said: /row was changed/ },
  { what: 'a row removed inside', sql: `delete from audit where number = 3`, said: /row is missing/ },
  { what: 'rows removed at the end', sql: `delete from audit where number > 3`, said: /row is missing/ },
  {
    what: 'rows removed at the end, and the end of the chain moved',
    sql: `delete from audit where number > 3; update audit_chain set number = 3, hash = (select hash from audit where number = 3)`,
    said: /beginning or end was changed/,
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
  /** Creates a database with one chain of six rows. */
  async function makeChain(name: string): Promise<Database> {
    const database = await open(name)
    const chain = createProcessChain(database, writing)
    await chain.append([event('one'), event('two')])
    await chain.append([event('three'), event('four')])
    await chain.close(now)
    return database
  }

  test(`${engine}: an audit log appended in several writes verifies, and the result names its end`, async () => {
    const database = await makeChain('whole')
    const { rows, ends, broken } = await verifyAudit(database, mac)
    assert.deepEqual({ rows, broken }, { rows: 6, broken: undefined })
    assert.equal(ends[0]?.number, 6)
    const types = (await database.run(listNewest, { most: 10 })).map((row: AuditRow) => row.type).reverse()
    assert.deepEqual(types, ['audit.opened', 'one', 'two', 'three', 'four', 'audit.closed'])
    await database.close()
  })

  for (const [index, { what, sql, said }] of tampering.entries()) {
    test(`${engine}: the verification of the audit log finds ${what}`, async () => {
      const database = await makeChain(`tampered_${index}`)
      for (const step of sql.split('; ')) await database.transaction((connection) => connection.execute(step))
      const { broken } = await verifyAudit(database, mac)
      assert.match(String(broken?.what), said)
      await database.close()
    })
  }

  test(`${engine}: the verification finds a missing chain that a later one names, and a missing end that was kept elsewhere`, async () => {
    const database = await makeChain('gone')
    const [kept] = (await verifyAudit(database, mac)).ends
    assert.ok(kept)
    const later = createProcessChain(database, writing)
    await later.append([event('later')])
    assert.equal((await verifyAudit(database, mac, [kept])).broken, undefined)
    const other: ChainEnd = { ...kept, number: kept.number + 1 }
    assert.match(String((await verifyAudit(database, mac, [other])).broken?.what), /at the end are missing/)
    await removeChainOf(database, kept.chain)
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /complete chain is missing/)
    await database.close()
  })

  test(`${engine}: the verification finds removed or restored rows of a running process after its next write`, async () => {
    const database = await open('removed_under')
    const chain = createProcessChain(database, writing)
    await chain.append([event('one')])
    const [{ id, ...early } = assert.fail()] = await database.run(listChains, {})
    await chain.append([event('two'), event('three')])
    await database.transaction(async (one) => {
      await one.execute(`delete from audit where chain = '${id}' and number > ${early.number}`)
      await one.execute(`update audit_chain set number = ${early.number}, hash = '${early.hash}', mac = '${early.mac}'`)
    })
    await chain.append([event('four')])
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /at the end are missing/)
    await removeChainOf(database, id)
    assert.match(String((await verifyAudit(database, mac)).broken?.what), /complete chain is missing/)

    const other = await open('removed_whole')
    const running = createProcessChain(other, writing)
    await running.append([event('one')])
    const [one = assert.fail()] = await other.run(listChains, {})
    await removeChainOf(other, one.id)
    await running.append([event('two')])
    assert.deepEqual((await verifyAudit(other, mac)).broken, {
      chain: one.id,
      number: 1,
      what: 'the complete chain is missing',
    })
    await database.close()
    await other.close()
  })

  test(`${engine}: a chain names the end of an earlier one despite unsigned changes and any number of forged chains`, async () => {
    const database = await makeChain('unsigned')
    const [kept = assert.fail()] = (await verifyAudit(database, mac)).ends
    await database.execute('update audit_chain set named = 1')
    await database.transaction(async (one) => {
      for (let index = 0; index < 60; index++) {
        await one.execute(
          `insert into audit_chain select 'false-${index}', ${now + day}, 0, '', 0, '', 0, 0, 'none' from change`,
        )
      }
    })
    await database.execute(`update audit_chain set id = '${'long'.repeat(5000)}' where id = 'false-59'`)
    await createProcessChain(database, writing).append([event('later')])
    await database.execute(`delete from audit_chain where mac = 'none'`)
    await removeChainOf(database, kept.chain)
    assert.equal((await verifyAudit(database, mac)).broken?.chain, kept.chain)
    await database.close()
  })

  test(`${engine}: the audit log cannot be written or verified with another secret`, async () => {
    const database = await makeChain('other_secret')
    const other = createAuditKey(createServerSecret('another secret of some length'))
    assert.match(String((await verifyAudit(database, other.mac)).broken?.what), /secret is another/)
    await database.close()
  })

  test(`${engine}: the audit log verifies after a sweep; a swept chain is named, and an unsigned sweep is found`, async () => {
    const database = await open('swept')
    const old = createProcessChain(database, writing)
    await old.append([event('old', now - 10 * day)])
    await old.close(now - 10 * day)
    const living = createProcessChain(database, writing)
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

  test(`${engine}: a sweep keeps rows with a forged age, and all rows after a gap`, async () => {
    const sweeping = { mac, admin, before: now - day }
    for (const [index, sql] of [`update audit set at = 0`, `delete from audit where number = 2`].entries()) {
      const database = await open(`made_old_${index}`)
      const chain = createProcessChain(database, writing)
      await chain.append([event('one', index === 0 ? now : 0), event('two', index === 0 ? now : 0)])
      await database.execute(sql)
      assert.equal(await sweepAudit(database, sweeping), 0)
      assert.match(String((await verifyAudit(database, mac)).broken?.what), /row was changed|row is missing/)
      await database.close()
    }
  })

  test(`${engine}: the verification does not report the chain of an idle process that was swept`, async () => {
    const database = await open('quiet')
    const quiet = createProcessChain(database, { ...writing, keepMs: day })
    await quiet.append([event('one', now - 2 * day)])
    assert.equal(await sweepAudit(database, { mac, admin, before: now - day }), 2)
    await quiet.append([event('two', now)])
    // The record of the sweep may be swept before the row that names the chain.
    await database.execute(`update audit_chain set swept_number = number, swept_hash = hash where id = 'admin'`)
    const [signed = assert.fail()] = (await database.run(listChains, {})).filter(({ id }) => id === 'admin')
    await database.execute(`update audit_chain set mac = '${signChain(signed, mac).mac}' where id = 'admin'`)
    await database.execute(`delete from audit where chain = 'admin'`)
    assert.equal((await verifyAudit(database, mac)).broken, undefined)
    await database.close()
  })

  test(`${engine}: events are stored once when a commit is not acknowledged or fails`, async () => {
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
    const chain = createProcessChain(shaky, writing)
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

  test(`${engine}: any text can be recorded, and control characters are replaced`, async () => {
    const database = await open('text')
    const chain = createProcessChain(database, writing)
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
