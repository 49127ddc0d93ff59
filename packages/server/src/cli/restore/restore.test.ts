import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { contacts, createPlace } from '../../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const place = await createPlace({
  apis: [{ ...contacts, tokenFormat: 'opaque' }],
  clients: [{ client_id: 'reports', client_secret: secret, grant_types: ['client_credentials'], scope: 'read' }],
})
const backup = path.join(place.folder, 'backup.db')
const headers = { authorization: `Basic ${btoa(`reports:${secret}`)}` }

async function post(endpoint: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
  const body = new URLSearchParams(fields)
  return (await fetch(place.issuer + endpoint, { method: 'POST', headers, body })).json() as Promise<
    Record<string, unknown>
  >
}

const issue = async () => String((await post('/token', { grant_type: 'client_credentials' })).access_token)
const isActive = async (token: string) => (await post('/introspect', { token })).active
const restore = (file: string, ...args: readonly string[]) =>
  place.run(['restore', file, '--config', place.file, ...args])

test('restore brings back the state of the backup, without later changes', async () => {
  const server = await place.serve()
  const before = await issue()
  assert.equal((await place.run(['backup', backup, '--config', place.file])).code, 0)
  const after = await issue()

  const inUse = await restore(backup, '--force')
  assert.equal(inUse.code, 1)
  assert.match(inUse.stderr, /a server has .*valetkey\.db open: stop it first/)
  assert.equal(await isActive(after), true)
  await server.stop('SIGKILL')

  assert.match((await restore(backup)).stderr, /already exists: name another file, or replace it with --force/)
  const { code, stdout, stderr } = await restore(backup, '--force')
  assert.equal(code, 0, stderr)
  assert.match(stdout, /it is intact and has schema \d+/)
  assert.match(stderr, /valid again: restore with --revoke-all/)
  assert.equal(statSync(place.database).mode & 0o077, 0)
  assert.ok(!existsSync(`${place.database}.restoring`))

  const again = await place.serve()
  assert.equal(await isActive(before), true)
  assert.equal(await isActive(after), false)
  await again.stop()
})

test('a damaged backup is refused, and the database stays as it was', async () => {
  const bytes = readFileSync(backup)
  const damaged = path.join(place.folder, 'damaged.db')
  writeFileSync(damaged, Buffer.concat([bytes.subarray(0, 5000), Buffer.alloc(8000, 7), bytes.subarray(13_000)]))
  const text = path.join(place.folder, 'text.db')
  writeFileSync(text, 'this is no database at all, but text. '.repeat(200))
  const busy = path.join(place.folder, 'busy.db')
  copyFileSync(backup, busy)
  writeFileSync(`${busy}-wal`, 'pages')
  const before = readFileSync(place.database)
  for (const [file, expected] of [
    [damaged, /damaged\.db cannot be restored: it is damaged .*use another backup/],
    [text, /text\.db cannot be restored: it is not an SQLite file/],
    [busy, /busy\.db is a database in use, not a backup/],
    [path.join(place.folder, 'absent.db'), /absent\.db does not exist/],
  ] as const) {
    const { code, stderr } = await restore(file, '--force')
    assert.equal(code, 1)
    assert.match(stderr, expected)
  }
  assert.deepEqual(readFileSync(place.database), before)
  const other = ['restore', backup, '--database', 'postgres://nobody@localhost/none']
  assert.match((await place.run(other)).stderr, /for PostgreSQL use pg_restore/)
})
