import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config/read-config.ts'
import { createJobs, type JobsOptions } from '../jobs/index.ts'
import { random } from '../secrets/random.ts'
import { openDatabase } from './open-database.ts'
import { createAdminAudit, createProcessChain } from './stores/audit/audit.ts'
import { verifyAudit } from './stores/audit/verify.ts'
import { createDynamicClientStore } from './stores/dynamic-clients.ts'
import { createLogoutOutbox } from './stores/logout-outbox.ts'
import { createSweepClock } from './sweep-clock.ts'
import { onEachEngine } from './testing/engines.ts'
import { createStores, newAuthorization, newFamily, newToken, seed, testAuditKey } from './testing/entries.ts'

const day = 86_400_000

await onEachEngine('sweeping with a wrong clock', ({ create, name }) => {
  test(`${name}: a node whose clock jumps ahead does not sweep active rows`, async () => {
    const database = await openDatabase(create('jumped'), Date.now())
    const stores = createStores(database)
    await seed(stores)
    let ahead = 0
    const now = Date.now()
    const jobs = createJobs({
      config: readConfig({ environment: {}, options: {} }),
      database,
      clock: () => Date.now() + ahead,
      auditKey: testAuditKey,
      logouts: { outbox: createLogoutOutbox(database) },
      stores: {
        dynamicClients: createDynamicClientStore(database),
        adminAudit: createAdminAudit(() => testAuditKey, 'a test', Date.now),
      },
    } as unknown as JobsOptions) // the clock of the sweeping jobs
    const key = newAuthorization({ endsAt: now + day })
    const family = newFamily({ authorizationId: key.id, rotatedAt: now, expiresAt: now + 30 * day })
    const [live, ended] = [newToken({ expiresAt: now + 60_000 }), newToken({ expiresAt: now - 2 * day })]
    await stores.oauth.transaction(async (one) => {
      await one.addAuthorization(key)
      await one.addFamily(family)
      for (const token of [live, ended]) await one.addAccessToken(token)
    })
    const chain = createProcessChain(database, { mac: testAuditKey.mac, random, keepMs: 365 * day })
    await chain.append([{ type: 'one', at: now }])
    const { rows } = await verifyAudit(database, testAuditKey.mac)

    ahead = 500 * day
    const sweeps = jobs.filter((job) => job.name.startsWith('sweep '))
    assert.equal(sweeps.length, 4)
    for (const { run } of sweeps) await run(new AbortController().signal)

    assert.equal((await stores.oauth.findFamily(family.id))?.id, family.id)
    assert.deepEqual(await stores.oauth.listAuthorizations('alice', 'web', now), [key])
    assert.equal((await stores.oauth.findAccessToken(live.hash))?.hash, live.hash)
    assert.equal(await stores.oauth.findAccessToken(ended.hash), undefined)
    assert.equal((await verifyAudit(database, testAuditKey.mac)).rows, rows)
    await database.close()
  })

  test(`${name}: the sweep clock runs at most twice as fast as real time, and never ahead of the database's`, async () => {
    const database = await openDatabase(create('clock'), Date.now())
    const start = Date.now() - 10 * day
    let [clock, elapsed] = [start, 0]
    const read = createSweepClock(database, { clock: () => clock, elapsed: () => elapsed })
    const at = async (wall: number, passed: number) => {
      clock = start + wall
      elapsed = passed
      return (await read()) - start
    }
    assert.equal(await at(60_000, 60_000), 60_000)
    assert.equal(await at(60_000 + day, 120_000), 180_000, 'it jumped by a day')
    assert.equal(await at(day, day), day, 'it caught up')
    assert.equal(await at(0, day + 60_000), 0, 'it was set back')

    const ahead = createSweepClock(database, { clock: () => Date.now() + 400 * day })
    assert.ok((await ahead()) <= Date.now(), 'it was wrong from the start')
    await database.close()
  })
})
