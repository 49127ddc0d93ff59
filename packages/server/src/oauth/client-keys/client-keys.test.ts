import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import {
  assertionFields,
  type ClientKeyPair,
  type JwtChange,
  makeClientKey,
  signAssertion,
} from '../../testing/client-jwt.ts'
import { assertGranted, assertRefused, startServer, testClients } from '../../testing/server.ts'

/** What the client publishes, by path, and how often it was fetched. */
const published = new Map<string, unknown>()
const fetched = new Map<string, number>()
const site = createServer((request, response) => {
  const path = request.url ?? '/'
  fetched.set(path, (fetched.get(path) ?? 0) + 1)
  const document = published.get(path)
  response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' })
  response.end(typeof document === 'string' ? document : JSON.stringify(document))
}).listen(0, '127.0.0.1')
await once(site, 'listening')
after(() => site.close())
const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`

const { client_secret: _, ...machine } = testClients.machine
const signer = (id: string, path = `/${id}`) => ({
  ...machine,
  client_id: id,
  token_endpoint_auth_method: 'private_key_jwt',
  jwks_uri: origin + path,
})
const ids = ['rotating', 'flooded', 'mixed', 'broken', 'unnamed', 'many']
const server = await startServer((config) => ({
  clients: [...config.clients, ...ids.map((id) => signer(id))],
  outbound: { allowHosts: ['127.0.0.1'] },
}))
const { issuer } = server

async function ask(id: string, key: ClientKeyPair, change: JwtChange = {}) {
  const assertion = await signAssertion(id, key, { issuer, ...change })
  return server.token(undefined, { grant_type: 'client_credentials', scope: 'read', ...assertionFields(assertion) })
}

test('a new kid at jwks_uri is found at once, and one that was removed is not accepted (OIDC Core §10.1.1)', async () => {
  const [first, second] = [await makeClientKey('RS256', 'one'), await makeClientKey('ES256', 'two')]
  published.set('/rotating', { keys: [first.publicJwk] })
  assertGranted(await ask('rotating', first))
  assertGranted(await ask('rotating', first))
  assert.equal(fetched.get('/rotating'), 1)
  published.set('/rotating', { keys: [second.publicJwk] })
  assertGranted(await ask('rotating', second))
  assertRefused(await ask('rotating', first), 'invalid_client')
})

test('a thousand requests with unknown kids cause at most six fetches a minute', async () => {
  const key = await makeClientKey('ES256', 'known')
  published.set('/flooded', { keys: [key.publicJwk] })
  assertGranted(await ask('flooded', key))
  const before = fetched.get('/flooded') ?? 0
  for (let round = 0; round < 20; round++) {
    const batch = Array.from({ length: 50 }, (_, at) => ask('flooded', key, { header: { kid: `kid-${round}-${at}` } }))
    for (const answer of await Promise.all(batch)) assert.ok(answer.status === 401 || answer.status === 429)
  }
  assert.ok((fetched.get('/flooded') ?? 0) - before <= 6, `${fetched.get('/flooded')}`)
  assertGranted(await ask('flooded', key))
})

test('of a published key set only public keys for signatures of enough strength are used', async () => {
  const good = await makeClientKey('RS256', 'good')
  const leaked = await makeClientKey('RS256', 'leaked')
  const forEncryption = await makeClientKey('RS256', 'enc')
  const otherAlgorithm = await makeClientKey('RS256', 'ps')
  const other = await makeClientKey('ES384', 'other')
  const noVerify = await makeClientKey('ES256', 'no-verify')
  published.set('/mixed', {
    keys: [
      null,
      'text',
      { kty: 'oct', k: 'AAAA', kid: 'mac' },
      { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'short' },
      { ...good.publicJwk, e: good.publicJwk.n, kid: 'slow' },
      leaked.privateJwk,
      { ...forEncryption.publicJwk, use: 'enc' },
      { ...otherAlgorithm.publicJwk, alg: 'PS256' },
      other.publicJwk,
      { ...noVerify.publicJwk, key_ops: ['encrypt'] },
      { ...good.publicJwk, use: 'sig', alg: 'RS256', key_ops: ['verify'] },
    ],
  })
  assertGranted(await ask('mixed', good))
  for (const key of [
    leaked,
    forEncryption,
    otherAlgorithm,
    noVerify,
    { ...good, kid: 'slow' },
    { ...good, kid: 'short' },
  ])
    assertRefused(await ask('mixed', key), 'invalid_client')
})

test('a jwks_uri without a key set refuses the client and nothing else', async () => {
  const key = await makeClientKey('ES256', 'key')
  for (const document of [undefined, 'no JSON', '[]', '{}', '{"keys":{}}', '{"keys":[]}', 'null']) {
    published.set('/broken', document)
    const answer = await ask('broken', key)
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401)
    server.pass(600)
  }
})

test('a key without kid is tried, and a JWT without kid is verified by any key that fits', async () => {
  const key = await makeClientKey('ES256', 'absent')
  const { kid: _kid, ...withoutKid } = key.publicJwk
  published.set('/unnamed', { keys: [(await makeClientKey('ES256', 'another')).publicJwk, withoutKid] })
  const now = Math.floor(Date.now() / 1000) + 7 * 600
  const claims = { iat: now, exp: now + 60 }
  assertGranted(await ask('unnamed', key, { claims }))
  assertGranted(await ask('unnamed', key, { claims, header: { kid: undefined } }))
})

test('at most four keys of a client are tried, those with the kid of the JWT first', async () => {
  const key = await makeClientKey('ES256', 'mine')
  const { kid: _kid, ...unnamed } = (await makeClientKey('ES256', 'other')).publicJwk
  published.set('/many', { keys: [...Array.from({ length: 4 }, () => unnamed), key.publicJwk] })
  const now = Math.floor(Date.now() / 1000) + 7 * 600
  const claims = { iat: now, exp: now + 60 }
  assertGranted(await ask('many', key, { claims }))
  assertRefused(await ask('many', key, { claims, header: { kid: undefined } }), 'invalid_client')
})
