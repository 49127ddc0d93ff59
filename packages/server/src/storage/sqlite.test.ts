import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { openDatabase } from '../open-database.ts'
import { createStores, newFamily, newToken, seed } from './entries.testing.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-sqlite-'))
const file = path.join(folder, 'valetkey.db')
const url = `sqlite:${file}`
const databases = [await openDatabase(url, 0), await openDatabase(url, 0)] as const
const here = createStores(databases[0])
await seed(here)
after(async () => {
  for (const database of databases) await database.close()
  rmSync(folder, { recursive: true })
})

test('the lock that reads share is not kept when nothing reads: a checkpoint of another process copies everything', async () => {
  const beside = new DatabaseSync(file)
  const checkpoint = () => beside.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy
  await here.oauth.transaction((stores) => stores.addAccessToken(newToken()))
  await here.oauth.findAccessToken(newToken().hash)
  assert.equal(checkpoint(), 1, 'the lock was not kept for a turn')
  await new Promise(setImmediate)
  assert.equal(checkpoint(), 0)
  beside.close()
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
