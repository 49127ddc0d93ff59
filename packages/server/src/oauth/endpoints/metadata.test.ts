import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Cluster, startPostgres } from '../../../../../bench/servers/postgres.ts'
import { startServer } from '../../server.testing.ts'

const machine = { grant_type: 'client_credentials', scope: 'create' }

test('a database that stops before anybody asked does not keep metadata and keys from being told (RFC 8414 §3)', async (t) => {
  const cluster = await startPostgres().catch((error) => String(error))
  if (typeof cluster === 'string') return t.skip(`no PostgreSQL on this machine: ${cluster}`)
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
  const told = await (await read('/.well-known/oauth-authorization-server')).json()
  assert.ok(told.scopes_supported.includes('create'), 'what the APIs define is in it')
  assert.equal((await server.token('machine', machine)).status, 503)
})

async function startOn(cluster: Cluster) {
  try {
    return await startServer(() => ({ database: cluster.createDatabase('metadata') }))
  } catch (error) {
    await cluster.stop()
    throw error
  }
}
