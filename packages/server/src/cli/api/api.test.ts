import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'

const place = await createPlace({})

test('an API is added, listed and removed', async () => {
  const add = ['api', 'add', 'https://files.example.com', '--name', 'Files', '--scope', 'read=See your files']
  assert.equal((await place.run([...add, '--config', place.file])).code, 0)
  const [api] = Object.values(await place.json('api', 'list')) as { identifier: string; scopes: object[] }[]
  assert.equal(api?.identifier, 'https://files.example.com')
  assert.deepEqual(api?.scopes, [{ name: 'read', description: 'See your files' }])
  assert.match((await place.run([...add, '--config', place.file])).stderr, /already exists/)
  const refused = await place.run(['api', 'remove', 'https://files.example.com/', '--config', place.file])
  assert.equal(refused.code, 1)
  assert.match(refused.stderr, /confirm it with --yes/)
  assert.deepEqual(await place.json('api', 'remove', 'https://files.example.com/', '--yes'), {
    identifier: 'https://files.example.com',
    removed: true,
    revoked: { authorizations: 0, refresh_tokens: 0 },
  })
  assert.equal((await place.json('api', 'list')).length, 0)
})

test('an invalid API is refused with a sentence', async () => {
  const wrong = [
    [['files', '--name', 'Files'], 1, /absolute URI/],
    [['https://a.example.com', '--name', 'A', '--token-format', 'paper'], 1, /api: tokenFormat must be jwt or opaque/],
    [['https://a.example.com', '--name', 'A', '--access-token-lifetime', 'long'], 2, /number of seconds/],
    [['https://a.example.com'], 2, /--name/],
  ] as const
  for (const [args, code, expected] of wrong) {
    const ran = await place.run(['api', 'add', ...args, '--config', place.file])
    assert.equal(ran.code, code)
    assert.match(ran.stderr, expected)
  }
})
