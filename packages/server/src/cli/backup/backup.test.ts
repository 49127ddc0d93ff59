import assert from 'node:assert/strict'
import { copyFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { contacts, createPlace } from '../../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const api = { ...contacts, tokenFormat: 'opaque' }
const client = { client_id: 'reports', client_secret: secret, grant_types: ['client_credentials'], scope: 'read' }
const place = await createPlace({ apis: [api], clients: [client] })
const headers = { authorization: `Basic ${btoa(`reports:${secret}`)}` }

function post(issuer: string, endpoint: string, fields: Record<string, string>): Promise<Response> {
  return fetch(issuer + endpoint, { method: 'POST', headers, body: new URLSearchParams(fields) })
}

test('a backup made while tokens are issued can replace the database', async () => {
  const server = await place.serve()
  const issue = async () =>
    (await (await post(server.issuer, '/token', { grant_type: 'client_credentials' })).json()).access_token
  const before = String(await issue())
  const copy = path.join(place.folder, 'copy.db')
  let writing = true
  const writer = (async () => {
    let count = 0
    for (; writing; count++) assert.ok(await issue())
    return count
  })()
  const made = await place.run(['backup', copy, '--config', place.file, '--json'])
  writing = false
  assert.ok((await writer) > 0)
  assert.deepEqual(JSON.parse(made.stdout), { file: copy, bytes: statSync(copy).size })
  assert.equal(statSync(copy).mode & 0o077, 0)
  const again = await place.run(['backup', copy, '--config', place.file])
  assert.equal(again.code, 1)
  assert.match(again.stderr, /already exists/)
  await server.stop()

  const restored = await createPlace({ apis: [api], clients: [client] })
  copyFileSync(copy, restored.database)
  copyFileSync(`${place.database}.secret`, `${restored.database}.secret`)
  const second = await restored.serve()
  assert.equal((await (await post(second.issuer, '/introspect', { token: before })).json()).active, true)
  await second.stop()
})

test('a failed backup leaves no file behind', async () => {
  const copy = path.join(place.folder, 'none', 'copy.db')
  assert.equal((await place.run(['backup', copy, '--config', place.file])).code, 1)
  const absent = ['backup', path.join(place.folder, 'x.db'), '--database', `sqlite:${place.folder}/absent.db`]
  assert.match((await place.run(absent)).stderr, /absent\.db does not exist/)
  assert.equal(statSync(path.join(place.folder, 'x.db'), { throwIfNoEntry: false }), undefined)
  assert.equal(statSync(path.join(place.folder, 'absent.db'), { throwIfNoEntry: false }), undefined)
})

test('a backup into a missing folder is refused by naming the folder', async () => {
  const folder = path.join(place.folder, 'missing')
  const { code, stderr } = await place.run(['backup', path.join(folder, 'copy.db'), '--config', place.file])
  assert.equal(code, 1)
  assert.ok(stderr.includes(`the folder ${folder} does not exist`), stderr)
})
