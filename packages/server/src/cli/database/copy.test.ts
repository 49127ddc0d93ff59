import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { contacts, createPlace } from '../../testing/cli.ts'

const secret = 'a-secret-that-is-long-enough'
const place = await createPlace({
  apis: [{ ...contacts, tokenFormat: 'opaque' }],
  clients: [{ client_id: 'reports', client_secret: secret, grant_types: ['client_credentials'], scope: 'read' }],
})
const headers = { authorization: `Basic ${btoa(`reports:${secret}`)}` }
const target = path.join(place.folder, 'copy.db')
const copy = () => place.run(['database', 'copy', `sqlite:${place.database}`, `sqlite:${target}`])

async function post(endpoint: string, fields: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await fetch(place.issuer + endpoint, { method: 'POST', headers, body: new URLSearchParams(fields) })
  return (await answer.json()) as Record<string, unknown>
}

test('a server on the copy of a database accepts the same tokens, and needs the same secret', async () => {
  const server = await place.serve()
  const token = String((await post('/token', { grant_type: 'client_credentials' })).access_token)
  await server.stop()
  const { code, stdout, stderr } = await copy()
  assert.equal(code, 0, stderr)
  assert.match(stderr, /copied 1 rows of access_token/)
  assert.doesNotMatch(stderr, /warning/)
  assert.match(stderr, /VALETKEY_SECRET_FILE=.*valetkey\.db\.secret/)
  assert.match(stdout, /access_token +1 +[0-9a-f]{32}\n[\s\S]*copied and verified \d+ rows/)

  const refused = await place.run(['serve', '--config', place.file, '--database', `sqlite:${target}`])
  assert.match(refused.stderr, /the secret is not the one this database was created with/)
  const env = { VALETKEY_SECRET_FILE: `${place.database}.secret` }
  const args = ['token', 'explain', token, '--config', place.file, '--database', `sqlite:${target}`]
  assert.match((await place.run(args, { env })).stdout, /active|live|good/i)
})

test('database copy refuses a target that is not empty, and warns if a server uses the source', async () => {
  const server = await place.serve()
  const { code, stderr } = await copy()
  assert.equal(code, 1)
  assert.match(stderr, /warning: a server is using the source database/)
  assert.match(stderr, /the target is not empty: table \w+ has rows; name a new database/)
  await server.stop()
  assert.equal((await place.run(['database', 'copy', 'mysql://a/b', `sqlite:${target}`])).code, 2)
})
