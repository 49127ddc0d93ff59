import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { freePort } from '../../bench/servers/free-port.ts'
import { startPostgres } from '../../bench/servers/postgres.ts'
import { assertGranted, assertRefused, startServer } from '../../packages/server/src/testing/server.ts'
import { endProgram, findMissing, findPostgres, findProgram, startProgram } from './children.ts'

const missing = [...findMissing(['pgbouncer']), ...(findPostgres() === undefined ? ['postgresql'] : [])]
const skip = missing.length > 0 && `not installed: ${missing.join(', ')}`

/** Starts PgBouncer with the recipe's file before a database, with two connections for all, so that they are shared. */
async function startPgBouncer(database: URL): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-pgbouncer-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const name = database.pathname.slice(1)
  const replaced: readonly (readonly [string, string])[] = [
    ['valetkey = host=127.0.0.1 port=5000 dbname=valetkey', `${name} = host=127.0.0.1 port=${database.port}`],
    ['listen_port = 6432', `listen_port = ${port}`],
    ['auth_type = scram-sha-256', 'auth_type = trust'],
    ['/etc/pgbouncer/userlist.txt', path.join(folder, 'userlist.txt')],
    ['default_pool_size = 6', 'default_pool_size = 2'],
  ]
  let text = readFileSync(path.join(import.meta.dirname, 'pgbouncer.ini'), 'utf8')
  for (const [from, to] of replaced) {
    assert.ok(text.includes(from), from)
    text = text.replace(from, to)
  }
  writeFileSync(path.join(folder, 'pgbouncer.ini'), text)
  writeFileSync(path.join(folder, 'userlist.txt'), `"${database.username}" ""\n`)
  const file = findProgram('pgbouncer') ?? ''
  const child = startProgram({ file, args: [path.join(folder, 'pgbouncer.ini')], folder, log: 'pgbouncer' })
  after(async () => {
    await endProgram(child, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  return `postgres://${database.username}@127.0.0.1:${port}/${name}?prepared=false`
}

test('every grant works through PgBouncer in transaction mode, many at once', { skip, timeout: 60_000 }, async () => {
  const cluster = await startPostgres()
  after(() => cluster.stop())
  const database = await startPgBouncer(new URL(cluster.createDatabase('pooled')))
  const server = await startServer(() => ({ database }))
  const { json } = await server.grant('web')
  assert.equal((await server.introspect(json.access_token)).active, true)
  const outcome = await server.authorize('web')
  const redeemed = await Promise.all(Array.from({ length: 20 }, () => server.redeem('web', outcome)))
  assert.equal(redeemed.filter(({ status }) => status === 200).length, 1)
  assert.ok(redeemed.every(({ status }) => status === 200 || status === 400))
  const refreshed = await Promise.all(Array.from({ length: 20 }, () => server.refresh('web', json.refresh_token)))
  for (const answer of refreshed) assertGranted(answer)
  assert.equal(new Set(refreshed.map((answer) => answer.json.refresh_token)).size, 1)
  const machines = await Promise.all(
    Array.from({ length: 100 }, () => server.token('machine', { grant_type: 'client_credentials' })),
  )
  for (const answer of machines) assertGranted(answer)
  await server.post('/revoke', 'web', { token: String(refreshed[0]?.json.refresh_token) })
  assertRefused(await server.refresh('web', refreshed[0]?.json.refresh_token), 'invalid_grant')
  await server.close()
})
