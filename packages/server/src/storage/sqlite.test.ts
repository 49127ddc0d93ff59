import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, test } from 'node:test'
import { Unavailable } from '../oauth/ports.ts'
import { openDatabase } from './open-database.ts'
import { createStores, newFamily, newToken, seed } from './testing/entries.ts'

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

test('the shared read lock is released when nothing reads, so that another process can checkpoint everything', async () => {
  const second = new DatabaseSync(file)
  const checkpoint = () => second.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy
  await here.oauth.transaction((stores) => stores.addAccessToken(newToken()))
  await here.oauth.findAccessToken(newToken().hash)
  assert.equal(checkpoint(), 1, 'the lock was not kept for a turn')
  await new Promise(setImmediate)
  assert.equal(checkpoint(), 0)
  second.close()
})

test('a column added by a newer release does not shift the columns read by this one', async () => {
  const family = newFamily()
  await here.oauth.transaction((stores) => stores.addFamily(family))
  const read = async () => (await here.oauth.transaction((stores) => stores.holdFamily(family.id)))?.status.username
  assert.equal(await read(), 'alice')
  await databases[1].execute('alter table token_family add column later text')
  assert.equal(await read(), 'alice')
  assert.equal((await here.oauth.findFamily(family.id))?.accountId, 'alice')
})

/** Starts many transactions, the first of which runs `first`, and returns each outcome with its time. */
async function askFor(count: number, first?: () => Promise<unknown>) {
  const began = performance.now()
  const asked = Array.from({ length: count }, async (_, at) => {
    const outcome = here.oauth.transaction(async (stores) => {
      await stores.addAccessToken(newToken())
      if (at === 0) await first?.()
    })
    const error: unknown = await outcome.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    return { error, waited: performance.now() - began }
  })
  return Promise.all(asked)
}

test('each of many transactions waiting for a lock is refused after its own timeout', async () => {
  const holder = new DatabaseSync(file)
  holder.exec('BEGIN IMMEDIATE')
  const answers = await askFor(700)
  holder.exec('ROLLBACK')
  holder.close()
  for (const { error } of answers) assert.ok(error instanceof Unavailable && /locked/.test(error.message), `${error}`)
  const longest = Math.max(...answers.map(({ waited }) => waited))
  assert.ok(longest < 3_000, `the last was refused after ${longest} ms`)
  assert.equal((await askFor(1))[0]?.error, undefined)
})

test('a transaction without a statement ends at once although one before it waits for a lock', async () => {
  const holder = new DatabaseSync(file)
  holder.exec('BEGIN IMMEDIATE')
  const began = performance.now()
  const writing = here.oauth.transaction((stores) => stores.addAccessToken(newToken()))
  assert.equal(await here.oauth.transaction(async () => 'a JWT'), 'a JWT')
  assert.ok(performance.now() - began < 500, 'it waited for the lock')
  holder.exec('ROLLBACK')
  holder.close()
  await writing
})

test('with a slow disk, a transaction that waited too long and is not next is refused', async () => {
  const answers = await askFor(700, () => new Promise((resolve) => setTimeout(resolve, 2_100)))
  const refused = answers.filter(({ error }) => error instanceof Unavailable)
  assert.equal(refused.length, 700 - 2 * 256)
  assert.ok(answers.slice(0, 512).every(({ error }) => error === undefined))
  assert.match(`${refused[0]?.error}`, /too slow/)
})

test('a transaction whose rollback fails is rolled back before the next one', async (t) => {
  const token = newToken()
  const exec = DatabaseSync.prototype.exec
  const failing = t.mock.method(DatabaseSync.prototype, 'exec', function (this: DatabaseSync, sql: string) {
    if (sql === 'ROLLBACK' && failing.mock.callCount() === 0) throw new Error('disk I/O error')
    exec.call(this, sql)
  })
  const failed = here.oauth.transaction(async (stores) => {
    await stores.addAccessToken(token)
    throw new Error('not this one')
  })
  await assert.rejects(failed, /not this one/)
  assert.equal((await askFor(1))[0]?.error, undefined)
  assert.ok(failing.mock.callCount() > 1)
  assert.equal(await here.oauth.findAccessToken(token.hash), undefined)
})

test('a statement sent after its transaction ended is refused, and later transactions run', async () => {
  const token = newToken()
  const finished = await here.oauth.transaction(async (stores) => stores)
  await assert.rejects(async () => finished.addAccessToken(token), /after its transaction had ended/)
  assert.equal((await askFor(1))[0]?.error, undefined)
  assert.equal(await here.oauth.findAccessToken(token.hash), undefined)
})

test('a transaction that is pending when the database is closed is refused', async () => {
  const database = await openDatabase(url, 0)
  const go = Promise.withResolvers<void>()
  const outcome = createStores(database).oauth.transaction(async (stores) => {
    await stores.addAccessToken(newToken())
    await go.promise
  })
  const refused = assert.rejects(outcome)
  await new Promise((resolve) => setTimeout(resolve, 20))
  await database.close()
  go.resolve()
  await refused
})

test('a refused database leaves no file open', {
  skip: process.platform !== 'linux' && 'open files are counted in /proc',
}, async (t) => {
  const text = path.join(folder, 'text.db')
  writeFileSync(text, 'this is no database, and long enough to be looked at as one: '.repeat(40))
  const open = () => readdirSync('/proc/self/fd').length
  const before = open()
  for (let time = 0; time < 5; time++) await assert.rejects(openDatabase(`sqlite:${text}`, 0))
  assert.equal(open(), before)
  const exec = DatabaseSync.prototype.exec
  t.mock.method(DatabaseSync.prototype, 'exec', function (this: DatabaseSync, sql: string) {
    if (sql.includes('cache_size = -2000;')) throw new Error('disk I/O error')
    exec.call(this, sql)
  })
  await assert.rejects(openDatabase(url, 0))
  assert.equal(open(), before)
})
