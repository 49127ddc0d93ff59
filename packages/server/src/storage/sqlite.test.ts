import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { openDatabase } from '../open-database.ts'
import { createStores, newFamily, newToken, seed } from './entries.testing.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-sqlite-'))
const url = `sqlite:${path.join(folder, 'valetkey.db')}`
const databases = [await openDatabase(url, 0), await openDatabase(url, 0)] as const
const [here, other] = [createStores(databases[0]), createStores(databases[1])]
await seed(here)
after(async () => {
  for (const database of databases) await database.close()
  rmSync(folder, { recursive: true })
})

/** Looks until the turn in which another read of this process's began is surely over. */
const nextTurn = () => new Promise((resolve) => setTimeout(resolve, 1))

test('a read sees what was committed before it, whatever was read in the same turn', async () => {
  const token = newToken()
  // The commit is made in the turn's last phase; a read that comes just before it there takes the snapshot.
  const early = new Promise((resolve) => setImmediate(() => resolve(here.oauth.findAccessToken(token.hash))))
  await here.oauth.transaction((stores) => stores.addAccessToken(token))
  assert.equal((await here.oauth.findAccessToken(token.hash))?.id, token.id)
  assert.equal(await early, undefined, 'the read that was to take a snapshot came too late')
})

test("another process's write is seen in the next turn, and a snapshot is not kept when nothing reads", async () => {
  const token = newToken()
  assert.equal(await here.oauth.findAccessToken(token.hash), undefined)
  await other.oauth.transaction((stores) => stores.addAccessToken(token))
  await nextTurn()
  assert.equal((await here.oauth.findAccessToken(token.hash))?.id, token.id)
})

test('a column that a newer release adds shifts nothing in what this one reads (R10)', async () => {
  const family = newFamily()
  await here.oauth.transaction((stores) => stores.addFamily(family))
  const read = async () => (await here.oauth.transaction((stores) => stores.holdFamily(family.id)))?.standing.username
  assert.equal(await read(), 'alice')
  await databases[1].execute('alter table token_family add column later text')
  assert.equal(await read(), 'alice')
  assert.equal((await here.oauth.findFamily(family.id))?.accountId, 'alice')
})
