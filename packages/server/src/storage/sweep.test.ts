import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compiledStatements } from './generated/compiled-statements.ts'
import { openDatabase } from './open-database.ts'
import { sweep } from './sweep.ts'
import { createSliceSweeper } from './sweep-slices.ts'
import { onEachEngine } from './testing/engines.ts'
import { createStores, newAuthorization, newCode, newFamily, seed } from './testing/entries.ts'

const day = 86_400_000
const idleMs = 30 * day
const now = Date.now()

await onEachEngine('sweeping', ({ create, name }) => {
  test(`${name}: every batch is found by an index, so its cost does not depend on the size of the table`, async () => {
    const { explain, close } = await openPlans(create('plans'), name)
    for (const [statement, { sql }] of Object.entries(compiledStatements)) {
      if (!/^sweep(-slices)?\//.test(statement) || statement === 'sweep/signing_key') continue
      const plan = await explain(sql)
      assert.doesNotMatch(plan, /Seq Scan|^\s*SCAN (?!slice\b|\(subquery)/m, `${statement}:\n${plan}`)
    }
    const oldChains = compiledStatements['audit/listOldChains']
    const plan = await explain(oldChains?.sql ?? '')
    assert.doesNotMatch(
      plan,
      /(SCAN|Seq Scan on) audit\b|audit_at/,
      `it looks at the first row of each chain:\n${plan}`,
    )
    await close()
  })

  test(`${name}: a sweep of many rows lets other work in between, and ends when it is stopped`, async () => {
    const database = await openDatabase(create('many'), now)
    const stores = createStores(database)
    await seed(stores)
    for (let round = 0; round < 20; round++) {
      await stores.oauth.transaction(async (one) => {
        await Promise.all(Array.from({ length: 150 }, () => one.addCode(newCode({ expiresAt: now - 2 * day }))))
      })
    }
    const stop = new AbortController()
    const first = sweep(database, now, stop.signal)
    stop.abort()
    assert.ok((await first) <= 200)
    let longest = 0
    let last = performance.now()
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last)
      last = performance.now()
    }, 1)
    assert.ok((await sweep(database, now)) >= 2500)
    clearInterval(timer)
    assert.ok(longest < 250, `the event loop was blocked for ${longest} ms`)
    assert.equal(await sweep(database, now), 0)
    await database.close()
  })

  test(`${name}: revoked, unused and superseded rows are removed in slices, and usable ones are kept`, async () => {
    const database = await openDatabase(create('slices'), now)
    const stores = createStores(database)
    await seed(stores)
    const old = now - 2 * (idleMs + 3 * day)
    const families = {
      idle: newFamily({ rotatedAt: now - idleMs - 3 * day, expiresAt: now + day }),
      revoked: newFamily({ rotatedAt: now, expiresAt: now + day }),
      fresh: newFamily({ rotatedAt: now - idleMs + day, expiresAt: now + day }),
    }
    const keys = {
      superseded: newAuthorization({ createdAt: old }),
      newer: newAuthorization({ createdAt: now - day }),
      otherRights: newAuthorization({
        createdAt: old,
        rights: [{ resource: 'https://contacts.example.com', scope: ['read'] }],
      }),
      alone: newAuthorization({ createdAt: old, clientId: 'other' }),
      ended: newAuthorization({ createdAt: old, accountId: 'bob', endsAt: now - 2 * day }),
    }
    await stores.oauth.transaction(async (one) => {
      for (const family of Object.values(families)) await one.addFamily(family)
      for (const key of Object.values(keys)) await one.addAuthorization(key)
    })
    await stores.oauth.transaction((one) => one.revokeFamily(families.revoked.id, now - 3 * day))
    const walk = createSliceSweeper(database, { idleMs })
    assert.equal(await walk(now), 3)
    assert.equal(await walk(now), 0, 'it starts again, and finds nothing')
    assert.equal(await sweep(database, now), 1)
    const left = await Promise.all(Object.values(families).map(({ id }) => stores.oauth.findFamily(id)))
    assert.deepEqual(
      left.map((family) => family?.id),
      [undefined, undefined, families.fresh.id],
    )
    const listed = [
      ...(await stores.oauth.listAuthorizations('alice', 'web', now)),
      ...(await stores.oauth.listAuthorizations('alice', 'other', now)),
    ]
    assert.deepEqual(listed.map(({ id }) => id).sort(), [keys.newer.id, keys.otherRights.id, keys.alone.id].sort())
    await database.close()
  })
})

/** Asks an engine for its plans on empty tables, with sequential scans disabled. */
async function openPlans(url: string, engine: string) {
  await (await openDatabase(url, now)).close()
  if (engine === 'sqlite') {
    const { DatabaseSync } = await import('node:sqlite')
    const database = new DatabaseSync(url.slice('sqlite:'.length))
    const explain = async (sql: string) =>
      database
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...placeholders(sql, /\?/g))
        .map((row) => String(row.detail))
        .join('\n')
    return { explain, close: async () => database.close() }
  }
  const { Client } = await import('pg')
  const client = new Client(url)
  await client.connect()
  await client.query('set enable_seqscan = off; set plan_cache_mode = force_generic_plan')
  const explain = async (sql: string) => {
    // The plan of a prepared statement, which does not depend on the values.
    const values = placeholders(sql, /\$\d+/g).map((one) => `'${one}'`)
    await client.query(`prepare one as ${sql}`)
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain execute one(${values.join(', ')})`)
    await client.query('deallocate one')
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }
  return { explain, close: () => client.end() }
}

function placeholders(sql: string, pattern: RegExp): number[] {
  return [...sql.matchAll(pattern)].map(() => 1)
}
