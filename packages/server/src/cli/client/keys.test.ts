import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { createPlace, withinASecond } from '../../testing/cli.ts'
import { assertionFields, type ClientKeyPair, makeClientKey, signAssertion } from '../../testing/client-jwt.ts'

const place = await createPlace()
const on = ['--config', place.file]
const [first, second] = [await makeClientKey('RS256', 'one'), await makeClientKey('ES256', 'two')]

function write(name: string, document: unknown): string {
  const file = path.join(place.folder, name)
  writeFileSync(file, typeof document === 'string' ? document : JSON.stringify(document))
  return file
}

async function statusOf(issuer: string, id: string, key: ClientKeyPair | Uint8Array): Promise<number> {
  const fields = assertionFields(await signAssertion(id, key, { issuer }))
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'read', ...fields })
  return (await fetch(`${issuer}/token`, { method: 'POST', body })).status
}

test('a client is added with its keys, gets others, and moves from a secret to keys', async () => {
  const server = await place.serve()
  const is = (id: string, key: ClientKeyPair | Uint8Array, status: number) =>
    withinASecond(async () => (await statusOf(server.issuer, id, key)) === status)
  const [set, one] = [write('set.json', { keys: [first.publicJwk] }), write('one.json', second.publicJwk)]
  const added = await place.json('client', 'add', 'reports', '--jwks', set, '--scope', 'read')
  assert.equal(added.token_endpoint_auth_method, 'private_key_jwt')
  assert.equal(added.client_secret, undefined)
  assert.ok(await is('reports', first, 200))
  await place.json('client', 'update', 'reports', '--jwks', one)
  assert.ok(await is('reports', second, 200))
  assert.ok(await is('reports', first, 401))
  const moved = await place.json('client', 'update', 'reports', '--jwks-uri', 'https://reports.example.com/jwks')
  assert.deepEqual([moved.jwks, moved.jwks_uri], [undefined, 'https://reports.example.com/jwks'])

  await place.json('client', 'add', 'old', '--scope', 'read')
  const changed = await place.json('client', 'update', 'old', '--auth-method', 'private_key_jwt', '--jwks', set)
  assert.equal(changed.has_secret, false)
  assert.ok(await is('old', first, 200))
  assert.equal(await server.stop(), 0)
})

test('the secret of client_secret_jwt is stored encrypted, and rotates with an overlap', async () => {
  const method = ['--auth-method', 'client_secret_jwt']
  const { client_secret: secret } = await place.json('client', 'add', 'mac', '--scope', 'read', ...method)
  assert.ok(!readFileSync(place.database, 'latin1').includes(String(secret)))
  const shown = await place.run(['client', 'show', 'mac', ...on])
  assert.match(shown.stdout, /stored encrypted/)
  assert.ok(!shown.stdout.includes('sealed'))
  const server = await place.serve()
  const status = (text: unknown) => statusOf(server.issuer, 'mac', Buffer.from(String(text)))
  assert.equal(await status(secret), 200)
  const rotated = await place.json('client', 'rotate-secret', 'mac', '--overlap', '1h')
  assert.ok(await withinASecond(async () => (await status(rotated.client_secret)) === 200))
  assert.equal(await status(secret), 200)
  assert.equal(await status('x'.repeat(43)), 401)
  const last = await place.json('client', 'rotate-secret', 'mac')
  assert.equal(await status(last.client_secret), 200)
  assert.equal(await status(secret), 401)
  assert.equal(await server.stop(), 0)

  await place.json('client', 'add', 'hashed', '--scope', 'read')
  const refused = await place.run(['client', 'update', 'hashed', ...method, ...on])
  assert.match(refused.stderr, /client_secret_jwt needs the secret itself/)
})

test('a file without public keys is refused', async () => {
  const wrong: readonly (readonly [file: string, expected: RegExp])[] = [
    [path.join(place.folder, 'missing.json'), /cannot be read \(ENOENT\)/],
    [write('text.json', 'ssh-rsa AAAA'), /JWK Set/],
    [write('private.json', first.privateJwk), /private keys/],
    [write('empty.json', { keys: [] }), /has no key/],
  ]
  for (const [file, expected] of wrong) {
    const { code, stderr, stdout } = await place.run(['client', 'add', 'wrong', '--jwks', file, ...on])
    assert.notEqual(code, 0)
    assert.match(stderr, expected)
    assert.equal(stdout, '')
  }
})
