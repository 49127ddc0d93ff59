import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'yaml'
import { startServer } from '../packages/server/src/testing/server.ts'
import { findMissing, findProgram } from './high-availability/children.ts'
import { makeCertificate } from './proxies.testing.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-proxies-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const without = (program: string) => findMissing([program]).length > 0 && `${program} is not installed`

for (const file of ['haproxy.cfg', 'high-availability/haproxy.cfg']) {
  test(`HAProxy takes ${file} without a warning`, { skip: without('haproxy') || without('openssl') }, () => {
    const copy = path.join(folder, 'haproxy.cfg')
    writeFileSync(copy, read(file).replace('/etc/haproxy/valetkey.pem', makeCertificate(folder).both))
    const result = spawnSync(findProgram('haproxy') ?? '', ['-c', '-f', copy], { encoding: 'utf8' })
    assert.equal(result.status, 0, result.stderr)
    assert.doesNotMatch(result.stderr, /WARNING|ALERT/)
  })
}

test('every path that a proxy, a container or Kubernetes asks for health answers 200', async () => {
  const server = await startServer()
  const probed = read('kubernetes/deployment.yaml').match(/path: (\/\S+?)[,\s]/g) ?? []
  const paths = [
    ...probed.map((text) => text.slice('path: '.length, -1)),
    ...[...read('haproxy.cfg').matchAll(/httpchk GET (\S+)/g)].map(([, found = '']) => found),
    /127\.0\.0\.1:4000(\/\w+)/.exec(read('Dockerfile'))?.[1] ?? '',
  ]
  assert.ok(paths.length >= 6)
  for (const each of paths) assert.equal((await server.fetch(new Request(server.issuer + each))).status, 200, each)
})

test('a proxy waits longer than a node takes to respond, and a pooler shorter', () => {
  // A password waits 20 seconds for its turn.
  const answeredWithin = 20
  assert.ok(Number(/timeout server (\d+)s/.exec(read('haproxy.cfg'))?.[1]) > answeredWithin)
  for (const file of ['nginx.conf', 'one-machine/nginx.conf'])
    assert.ok(Number(/proxy_read_timeout (\d+)s/.exec(read(file))?.[1]) > answeredWithin)
  assert.ok(Number(/query_wait_timeout = (\d+)/.exec(read('high-availability/pgbouncer.ini'))?.[1]) < 4)
})

test('Patroni has time to ask twice before a primary is given up', () => {
  const { ttl, loop_wait, retry_timeout, synchronous_mode } = parse(read('high-availability/patroni.yml')).bootstrap.dcs
  assert.ok(loop_wait + 2 * retry_timeout <= ttl)
  assert.equal(synchronous_mode, true)
})
