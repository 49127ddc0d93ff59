import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashSecret } from '../../oauth/hash.ts'
import { random } from '../../secrets/random.ts'
import { createServerSecret } from '../../secrets/server-secret.ts'
import { openDatabase } from '../../storage/open-database.ts'
import { createMailStore } from '../../storage/stores/mail.ts'
import { createOneTimeLinkStore } from '../../storage/stores/one-time-links.ts'
import { onEachEngine } from '../../storage/testing/engines.ts'
import { createStores, now, seed } from '../../storage/testing/entries.ts'
import { createOneTimeLinks } from './one-time-links.ts'
import { createOutbox } from './outbox.ts'

const sealer = createServerSecret('a secret for tests and for nothing else').atRest('e-mail at rest')

async function openLinks(url: string) {
  const database = await openDatabase(url, now)
  await seed(createStores(database))
  const store = createOneTimeLinkStore(database)
  return { database, links: createOneTimeLinks({ store, sealer, random, hash: hashSecret }) }
}

await onEachEngine('one-time links', ({ name, create }) => {
  let opened: ReturnType<typeof openLinks> | undefined
  const open = () => {
    opened ??= openLinks(create('links'))
    return opened
  }
  const link = { purpose: 'recover', accountId: 'alice', data: { to: 'alice@example.com' }, now } as const

  test(`${name}: of fifty concurrent uses of a link exactly one succeeds`, async () => {
    const { links } = await open()
    for (let round = 0; round < 5; round++) {
      const secret = await links.create(link)
      const taken = await Promise.all(Array.from({ length: 50 }, () => links.take(secret, 'recover', now + 1)))
      assert.equal(taken.filter((one) => one !== undefined).length, 1)
      assert.equal(await links.find(secret, 'recover', now + 1), undefined)
    }
  })

  test(`${name}: looking at a link, however often, does not use it`, async () => {
    const { links } = await open()
    const secret = await links.create(link)
    for (let time = 0; time < 3; time++) {
      const found = await links.find(secret, 'recover', now + 1)
      assert.deepEqual(found, {
        purpose: 'recover',
        accountId: 'alice',
        browserHash: undefined,
        data: { to: 'alice@example.com' },
        createdAt: now,
        expiresAt: now + 1_800_000,
      })
    }
    assert.ok(await links.take(secret, 'recover', now + 1))
  })

  test(`${name}: a link works for its purpose only, and for half an hour`, async () => {
    const { links } = await open()
    const secret = await links.create(link)
    for (const look of [links.find, links.take]) {
      assert.equal(await look(secret, 'change-email', now), undefined)
      assert.equal(await look(secret, 'recover', now + 1_800_000), undefined)
      for (const other of [undefined, '', 'x', `${secret}x`, secret.toLowerCase()])
        assert.equal(await look(other, 'recover', now), undefined)
    }
    assert.ok(await links.take(secret, 'recover', now + 1_799_999))
  })

  test(`${name}: of an account's links of one purpose the five newest work`, async () => {
    const { links } = await open()
    const secrets: string[] = []
    for (let at = 0; at < 8; at++) secrets.push(await links.create({ ...link, accountId: 'bob', now: now + at }))
    const other = await links.create({ ...link, accountId: 'bob', purpose: 'verify-email' })
    const found = await Promise.all(secrets.map((secret) => links.find(secret, 'recover', now + 10)))
    assert.deepEqual(
      found.map((one) => one !== undefined),
      [false, false, false, true, true, true, true, true],
    )
    assert.ok(await links.find(other, 'verify-email', now + 10))
  })

  test(`${name}: a message waits until it is claimed, by one of many at a time, and again when its lease ended`, async () => {
    const { database } = await open()
    const mail = createMailStore(database)
    const dropped: string[] = []
    const options = { store: mail, sealer, random, clock: () => now, announce: () => {}, onDropped: dropped.push }
    const outbox = createOutbox(options)
    await outbox.putTask({ kind: 'recovery', data: { asked: 'alice@example.com' }, expiresAt: now + 10_000 })
    const times = { now, leasedUntil: now + 1000 }
    const claimed = (await Promise.all(Array.from({ length: 20 }, () => mail.claim(times)))).flat()
    assert.equal(claimed.length, 1)
    assert.equal(claimed[0]?.attempts, 1)
    assert.doesNotMatch(JSON.stringify(claimed), /alice/)
    assert.deepEqual(await mail.claim({ now: now + 999, leasedUntil: now + 2000 }), [])
    const again = await mail.claim({ now: now + 1000, leasedUntil: now + 3000 })
    assert.equal(again[0]?.attempts, 2)
    // The first node wakes up late: the row is no longer its own.
    if (claimed[0] !== undefined) await mail.postpone(claimed[0], now, 'late')
    assert.deepEqual(await mail.claim({ now: now + 2000, leasedUntil: now + 3000 }), [])
    assert.deepEqual(await mail.claim({ now: now + 10_000, leasedUntil: now + 20_000 }), [], 'it has expired')
  })

  // Not after all tests: the engine is stopped before.
  test(`${name}: the database closes`, async () => (await open()).database.close())
})
