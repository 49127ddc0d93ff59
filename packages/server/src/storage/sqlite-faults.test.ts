import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { assertGranted, startServer } from '../testing/server.ts'
import { DatabaseError, openDatabase } from './open-database.ts'

const opaque = { grant_type: 'client_credentials', scope: 'create' }
const jwt = { grant_type: 'client_credentials', scope: 'write' }

test('requests get 503 with Retry-After while another process locks the database, and succeed afterwards', async () => {
  const server = await startServer()
  const { json } = await server.token('machine', opaque)
  const other = new DatabaseSync(server.database)
  other.exec('BEGIN IMMEDIATE')
  const started = performance.now()
  const answers = await Promise.all([1, 2, 3].map(() => server.token('machine', opaque)))
  assert.ok(performance.now() - started < 5000, 'the answer came too late')
  for (const answer of answers) {
    assert.equal(answer.status, 503, answer.text)
    assert.equal(answer.json.error, 'temporarily_unavailable')
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
  }
  assert.equal((await server.introspect(json.access_token, 'machine')).active, true, 'reading still works')
  assertGranted(await server.token('machine', jwt))
  other.exec('ROLLBACK')
  other.close()
  assertGranted(await server.token('machine', opaque))
})

test('a request waits for a short lock and succeeds', async () => {
  const server = await startServer()
  const other = new DatabaseSync(server.database)
  other.exec('BEGIN IMMEDIATE')
  const answers = Promise.all([1, 2, 3].map(() => server.token('machine', opaque)))
  setTimeout(() => other.exec('COMMIT'), 300)
  for (const answer of await answers) assertGranted(answer)
  other.close()
})

test('a code is not redeemed when the database is unavailable (RFC 6749 §4.1.2)', async () => {
  const server = await startServer()
  const outcome = await server.authorize('web')
  const other = new DatabaseSync(server.database)
  other.exec('BEGIN IMMEDIATE')
  assert.equal((await server.redeem('web', outcome)).status, 503)
  other.exec('ROLLBACK')
  other.close()
  assertGranted(await server.redeem('web', outcome))
})

test('a page reports that the server is busy, without a stack trace', async () => {
  const server = await startServer()
  const other = new DatabaseSync(server.database)
  other.exec('BEGIN IMMEDIATE')
  const { page } = await server.authorize('web')
  assert.equal(page.status, 503)
  assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  assert.ok(Number(page.headers.get('retry-after')) > 0)
  assert.doesNotMatch(page.html, /\bat \w+.*:\d+:\d+|SQLITE|node:/)
  other.exec('ROLLBACK')
  other.close()
})

test('a file that is not a database, or has a newer schema, is refused with a sentence', async () => {
  const server = await startServer()
  const file = path.join(server.folder, 'text.db')
  writeFileSync(file, 'this is no database, and long enough to be looked at as one: '.repeat(40))
  await assert.rejects(
    openDatabase(`sqlite:${file}`, 0),
    (error) => error instanceof DatabaseError && /not an SQLite file/.test(error.message),
  )
  await server.close()
  const database = new DatabaseSync(server.database)
  database.exec('insert into schema_version (version, applied_at) values (999, 0)')
  database.exec("update setting set value = '999' where name = 'schema: oldest release beside'")
  database.close()
  await assert.rejects(
    server.restart(),
    (error) => error instanceof DatabaseError && /newer release/.test(error.message),
  )
})

test('a read-only file is refused with a sentence', {
  skip: process.getuid?.() === 0 && 'root may write everything',
}, async () => {
  const server = await startServer()
  await server.close()
  chmodSync(server.database, 0o444)
  await assert.rejects(server.restart(), (error) => error instanceof DatabaseError && /read-only/.test(error.message))
})
