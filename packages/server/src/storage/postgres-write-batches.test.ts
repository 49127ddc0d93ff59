import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Cluster, startPostgres } from '../../../../bench/servers/postgres.ts'
import { toBatchForm } from './batch-form.ts'
import type { Database } from './database.ts'
import { openDatabase } from './open-database.ts'
import { gatherWrites } from './postgres-write-batches.ts'
import { accessTokens as createTokenWrites } from './stores/access-tokens.ts'
import { createStores, newFamily, newToken, type Stores, seed } from './testing/entries.ts'

let cluster: Cluster | undefined
let database: Database
let stores: Stores

before(async () => {
  cluster = await startPostgres()
  database = await openDatabase(cluster.createDatabase('inserts'), 0)
  stores = createStores(database)
  await seed(stores)
})

after(async () => {
  await database.close()
  await cluster?.stop()
})

test('rows of transactions sent together are stored unchanged, including empty columns and quotes', async () => {
  const tokens = Array.from({ length: 150 }, (_, at) => {
    const token = newToken()
    return at % 3 === 0 ? { ...token, rights: [{ resource: `https://a.example/"'\\${at}é`, scope: [] }] } : token
  })
  await Promise.all(tokens.map((token) => stores.oauth.transaction((write) => write.addAccessToken(token))))
  for (const token of tokens) {
    const { revoked, status, ...found } = (await stores.oauth.findAccessToken(token.hash)) ?? {}
    assert.equal(revoked, false)
    assert.deepEqual(found, token)
  }
})

test('a duplicate row fails only its own transaction', async () => {
  const taken = newToken()
  await stores.oauth.transaction((write) => write.addAccessToken(taken))
  const others = Array.from({ length: 20 }, newToken)
  const add = (token: typeof taken) => stores.oauth.transaction((write) => write.addAccessToken(token))
  const outcomes = await Promise.allSettled([taken, ...others].map(add))
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), [...Array(20).fill('fulfilled'), 'rejected'])
  assert.equal(outcomes[0]?.status, 'rejected')
  for (const token of others) assert.equal((await stores.oauth.findAccessToken(token.hash))?.id, token.id)
})

test('a transaction reads its own writes, and a failed one leaves nothing behind', async () => {
  const family = newFamily()
  const read = await stores.oauth.transaction(async (write) => {
    await write.addFamily(family)
    return write.holdFamily(family.id)
  })
  assert.equal(read?.id, family.id)
  const undone = newFamily()
  const failed = stores.oauth.transaction(async (write) => {
    await write.holdFamily('none')
    await write.addFamily(undone)
    throw new Error('no')
  })
  await assert.rejects(failed, /no/)
  await sleep(50)
  assert.equal(await stores.oauth.findFamily(undone.id), undefined)
})

test('a transaction with a failed statement is not committed, even if nothing awaited the failure', async () => {
  const token = newToken()
  const hidden = database.transaction(async (connection) => {
    await createTokenWrites(connection).addAccessToken(token)
    await connection.execute('select 1 / 0').catch(() => undefined)
  })
  await assert.rejects(hidden, /rolled back/)
  assert.equal(await stores.oauth.findAccessToken(token.hash), undefined)
})

test('an update never affects a row that its transaction inserted after it', async () => {
  const sent: string[] = []
  const writes = gatherWrites(async ({ text }) => sent.push(text.split(' ')[0] === 'insert' ? 'insert' : 'update'))
  const update = { text: 'update "thing" set "gone_at" = $1 where "owner" = $2', values: [1, 'a'] }
  const insert = { text: 'insert into "thing" ("id", "owner") values ($1, $2)', values: ['b', 'a'] }
  const elsewhere = { text: 'insert into "other" ("id") values ($1)', values: ['b'] }
  const [a, b, c] = [withForm(elsewhere), withForm(update), withForm(insert)]
  for (const query of [a, b, a, c, c, b]) assert.equal(writes.take(query), true)
  writes.send()
  assert.deepEqual(sent, ['insert', 'update', 'insert', 'update'])
  assert.equal(writes.take(withForm({ text: `${update.text} returning "id"`, values: [1, 'a'] })), false)
})

const withForm = (query: { readonly text: string; readonly values: readonly (string | number)[] }) => ({
  ...query,
  batch: toBatchForm(query.text),
})
