import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cluster, startPostgres } from '../../../../../bench/servers/postgres.ts'
import { orMissing } from '../../storage/testing/engines.ts'
import { startServer } from '../../testing/server.ts'

const machine = { grant_type: 'client_credentials', scope: 'create' }

test('metadata and keys are served without the database, even on the first request (RFC 8414 §3)', async (t) => {
  const cluster = await orMissing(startPostgres())
  if ('missing' in cluster) return t.skip(cluster.missing)
  const server = await startOn(cluster)
  await cluster.stop()
  const read = (path: string) => server.fetch(new Request(server.issuer + path))
  for (const path of [
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/jwks',
    '/livez',
  ])
    assert.equal((await read(path)).status, 200, path)
  const seen = await (await read('/.well-known/oauth-authorization-server')).json()
  assert.ok(seen.scopes_supported.includes('create'), 'what the APIs define is in it')
  assert.equal((await server.token('machine', machine)).status, 503)
})

for (const [issuer, paths] of [
  ['http://localhost:4000', ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']],
  [
    'http://localhost:4000/id',
    [
      '/.well-known/oauth-authorization-server/id',
      '/.well-known/openid-configuration/id',
      '/id/.well-known/openid-configuration',
      '/id/.well-known/oauth-authorization-server',
    ],
  ],
] as const) {
  test(`metadata of ${issuer} is the same wherever clients look, with a slash at the end or without (RFC 8414 §3.1, §5)`, async () => {
    const server = await startServer(() => ({ issuer }))
    const read = (path: string, init?: RequestInit) => server.fetch(new Request(`http://localhost:4000${path}`, init))
    const texts = new Set<string>()
    for (const path of paths.flatMap((one) => [one, `${one}/`])) {
      const reply = await read(path, { headers: { origin: 'https://app.example.com' } })
      assert.equal(reply.status, 200, path)
      assert.equal(reply.headers.get('access-control-allow-origin'), '*', path)
      assert.equal((await read(path, { method: 'OPTIONS' })).status, 204, path)
      texts.add(await reply.text())
    }
    assert.equal(texts.size, 1)
    assert.equal(JSON.parse([...texts][0] ?? '').issuer, issuer)
  })

  test(`any other well-known path of ${issuer} is 404, never 5xx`, async () => {
    const server = await startServer(() => ({ issuer }))
    const base = new URL(issuer).pathname.replace(/\/$/, '')
    for (const path of [
      '/.well-known/oauth-authorization-server/other',
      '/.well-known/openid-configuration/other/',
      '/.well-known/oauth-authorization-server//',
      '/.well-known/oauth-protected-resource',
      '/other/.well-known/oauth-authorization-server',
      `${base}/.well-known/unknown`,
      `${base}/.well-known/`,
      '/.well-known/%',
    ]) {
      const reply = await server.fetch(
        new Request(`http://localhost:4000${path}`, { headers: { accept: 'application/json' } }),
      )
      assert.equal(reply.status, 404, path)
    }
  })
}

async function startOn(cluster: Cluster) {
  try {
    return await startServer(() => ({ database: cluster.createDatabase('metadata') }))
  } catch (error) {
    await cluster.stop()
    throw error
  }
}
