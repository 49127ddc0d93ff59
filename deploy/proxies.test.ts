import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { parse } from 'yaml'
import { startServer } from '../packages/server/src/server.testing.ts'
import { findMissing, findProgram } from './high-availability/children.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-proxies-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')
const without = (program: string) => findMissing([program]).length > 0 && `${program} is not installed`

/** Makes a certificate for the files to name, since both proxies read it when they check a configuration. */
function makeCertificate(): { readonly cert: string; readonly key: string; readonly both: string } {
  const [cert = '', key = '', both = ''] = ['cert.pem', 'key.pem', 'both.pem'].map((name) => path.join(folder, name))
  const subject = [
    '-subj',
    '/CN=id.example.com',
    '-days',
    '1',
    '-nodes',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
  ]
  execFileSync('openssl', ['req', '-x509', ...subject, '-keyout', key, '-out', cert], { stdio: 'pipe' })
  writeFileSync(both, readFileSync(cert, 'utf8') + readFileSync(key, 'utf8'))
  return { cert, key, both }
}

for (const file of ['haproxy.cfg', 'high-availability/haproxy.cfg']) {
  test(`HAProxy takes ${file} without a warning`, { skip: without('haproxy') || without('openssl') }, () => {
    const copy = path.join(folder, 'haproxy.cfg')
    writeFileSync(copy, read(file).replace('/etc/haproxy/valetkey.pem', makeCertificate().both))
    const result = spawnSync(findProgram('haproxy') ?? '', ['-c', '-f', copy], { encoding: 'utf8' })
    assert.equal(result.status, 0, result.stderr)
    assert.doesNotMatch(result.stderr, /WARNING|ALERT/)
  })
}

test('nginx takes nginx.conf without a warning', { skip: without('nginx') || without('openssl') }, () => {
  const { cert, key } = makeCertificate()
  const site = read('nginx.conf')
    .replace('/etc/nginx/valetkey.fullchain.pem', cert)
    .replace('/etc/nginx/valetkey.key.pem', key)
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  const whole = `pid ${folder}/nginx.pid; error_log stderr; events {} http { access_log off; ${temporary.join(' ')}\n${site}\n}`
  writeFileSync(path.join(folder, 'nginx.conf'), whole)
  const result = spawnSync(findProgram('nginx') ?? '', ['-t', '-c', path.join(folder, 'nginx.conf')], {
    encoding: 'utf8',
  })
  assert.equal(result.status, 0, result.stderr)
  assert.doesNotMatch(result.stderr, /\[warn\]/)
})

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

test('a proxy waits longer than a node takes to answer that its database is away, and a pooler shorter', () => {
  const answeredWithin = 5
  assert.ok(Number(/timeout server (\d+)s/.exec(read('haproxy.cfg'))?.[1]) > answeredWithin)
  assert.ok(Number(/proxy_read_timeout (\d+)s/.exec(read('nginx.conf'))?.[1]) > answeredWithin)
  assert.ok(Number(/query_wait_timeout = (\d+)/.exec(read('high-availability/pgbouncer.ini'))?.[1]) < 4)
})

test('Patroni has time to ask twice before a primary is given up', () => {
  const { ttl, loop_wait, retry_timeout, synchronous_mode } = parse(read('high-availability/patroni.yml')).bootstrap.dcs
  assert.ok(loop_wait + 2 * retry_timeout <= ttl)
  assert.equal(synchronous_mode, true)
})
