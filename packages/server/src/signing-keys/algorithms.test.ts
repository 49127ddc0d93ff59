import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose'
import { keyAlgorithms } from '../oauth/key-algorithms.ts'
import { signingAlgorithms } from '../oauth/signing-algorithms.ts'
import { createServerSecret } from '../secrets/server-secret.ts'
import { startServer, type TestServer, testConfig, text } from '../testing/server.ts'

const names = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const
const apiOf = (algorithm: string) => `https://${algorithm.toLowerCase()}.example.com`
const withAllAlgorithms = () => ({
  apis: names.map((name) => ({
    identifier: apiOf(name),
    name,
    tokenFormat: 'jwt',
    tokenSigningAlg: name,
    scopes: [{ name: 'read' }],
  })),
  clients: testConfig.clients.map((one) => ({ ...one, scope: 'read' })),
})

async function jwksOf(server: TestServer): Promise<JSONWebKeySet> {
  return (await server.fetch(new Request(`${server.issuer}/jwks`))).json()
}

const tokenFor = (server: TestServer, name: string) =>
  server.token('machine', { grant_type: 'client_credentials', resource: apiOf(name) })

for (const name of names) {
  test(`an API may have its access tokens signed with ${name}, and the key set verifies them (RFC 7518 §3.1)`, async () => {
    const server = await startServer(withAllAlgorithms)
    const token = text(await tokenFor(server, name), 'access_token')
    const { protectedHeader } = await jwtVerify(token, createLocalJWKSet(await jwksOf(server)), { algorithms: [name] })
    assert.equal(protectedHeader.alg, name)
    assert.equal((await server.introspect(token, 'machine')).active, true)
    const [header, payload, signature = ''] = token.split('.')
    const other = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
    assert.equal((await server.introspect(`${header}.${payload}.${other}`, 'machine')).active, false)
    assert.equal((await server.introspect(`${header}.${payload}.AAAA`, 'machine')).active, false)
  })
}

test('the key set has one key of each algorithm at the first start: those that sign, Ed25519 last, and those that decrypt', async () => {
  const { keys } = await jwksOf(await startServer())
  assert.deepEqual(
    keys.map(({ kty, alg, crv, use }) => [kty, alg, crv, use]),
    [
      ['EC', 'ES256', 'P-256', 'sig'],
      ['RSA', 'RS256', undefined, 'sig'],
      ['RSA', 'PS256', undefined, 'sig'],
      ['OKP', 'EdDSA', 'Ed25519', 'sig'],
      ['RSA', 'RSA-OAEP-256', undefined, 'enc'],
      ['EC', 'ECDH-ES', 'P-256', 'enc'],
      ['EC', 'ECDH-ES+A128KW', 'P-256', 'enc'],
      ['EC', 'ECDH-ES+A256KW', 'P-256', 'enc'],
    ],
  )
  assert.equal(new Set(keys.map(({ kid }) => kid)).size, keys.length)
  assert.ok(keys.every((key) => !('d' in key)))
  assert.deepEqual(names, signingAlgorithms)
})

test('a database of a release with fewer algorithms gets the missing keys at the next start, and keeps the others', async () => {
  const server = await startServer()
  const before = await jwksOf(server)
  await server.close()
  const rows = new DatabaseSync(server.database)
  rows.exec(`delete from signing_key where algorithm not in ('ES256', 'RS256')`)
  rows.exec(
    `delete from setting where name like 'signing key: newest %' and name not in ('signing key: newest ES256', 'signing key: newest RS256')`,
  )
  rows.close()
  await server.restart()
  const after = await jwksOf(server)
  assert.deepEqual(
    after.keys.map(({ alg }) => alg),
    keyAlgorithms,
  )
  assert.deepEqual(after.keys.slice(0, 2), before.keys.slice(0, 2))
})

test('a key whose algorithm only a newer release knows is published, and nothing is signed or verified with it', async () => {
  const server = await startServer(withAllAlgorithms)
  await server.close()
  const rows = new DatabaseSync(server.database)
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const sealed = createServerSecret(String(testConfig.secret)).seal(
    privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  )
  rows
    .prepare('insert into signing_key (id, algorithm, private_key, created_at, active_from) values (?, ?, ?, 0, 0)')
    .run('newer', 'ES384', sealed)
  rows.close()
  await server.restart()
  const { keys } = await jwksOf(server)
  assert.deepEqual(
    keys.map(({ alg }) => alg),
    [...keyAlgorithms, 'ES384'],
  )
  const token = text(await tokenFor(server, 'ES256'), 'access_token')
  const header = { alg: 'ES384', typ: 'at+jwt', kid: 'newer' }
  const foreign = await new SignJWT(decodeJwt(token)).setProtectedHeader(header).sign(privateKey)
  assert.equal((await server.introspect(token, 'machine')).active, true)
  assert.equal((await server.introspect(foreign, 'machine')).active, false)
})
