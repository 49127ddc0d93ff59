import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'

const place = await createPlace()
const run = (...args: readonly string[]) => place.run([...args, '--config', place.file])

test('serve --no-migrate names the command that migrates, and starts after it ran', async () => {
  const refused = await run('serve', '--no-migrate')
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /is empty and this release needs schema \d+: run valetkey migrate up/)
  assert.equal((await run('migrate', 'status')).code, 1)
  const plan = await run('migrate', 'plan')
  assert.match(plan.stdout, /-- step 1: foundation\ncreate table/)
  assert.match((await run('migrate', 'up')).stdout, /^applied step 1.*; the database has schema \d+/)
  assert.match((await run('migrate', 'up')).stdout, /^nothing to do; the database has schema \d+/)
  assert.match((await run('migrate', 'plan')).stdout, /^nothing to do/)
  const status = await run('migrate', 'status')
  assert.equal(status.code, 0)
  assert.match(status.stdout, /is the one of this release/)
  const server = await place.serve('--no-migrate')
  assert.equal(await server.stop(), 0)
})

test('a database of a newer release is refused, unless that release is compatible with this one', async () => {
  const { version } = await place.json('migrate', 'status')
  const database = new DatabaseSync(place.database)
  database.exec(`insert into schema_version values (${Number(version) + 1}, 0)`)
  database.exec(`update setting set value = '${Number(version) + 1}' where name = 'schema: oldest release beside'`)
  assert.match((await run('serve')).stderr, /install the newer release again, or restore a backup/)
  assert.equal((await run('migrate', 'status')).code, 1)
  database.exec(`update setting set value = '${version}' where name = 'schema: oldest release beside'`)
  database.close()
  assert.match((await run('migrate', 'status')).stdout, /alongside which this one \(\d+\) may run/)
  const server = await place.serve()
  assert.equal(await server.stop(), 0)
})

test('migrate status and plan create no database', async () => {
  const absent = await place.run(['migrate', 'status', '--database', `sqlite:${place.folder}/absent.db`])
  assert.equal(absent.code, 1)
  assert.match(absent.stderr, /absent\.db does not exist/)
})
