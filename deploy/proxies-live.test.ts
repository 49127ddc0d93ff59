import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { freePort } from '../bench/servers/free-port.ts'
import { findMissing } from './high-availability/children.ts'
import { ask, checkNginx, makeCertificate, replaceEach, runProxy, untilPassed, writeNginx } from './proxies.testing.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'valetkey-proxies-'))
const read = (file: string) => readFileSync(path.join(import.meta.dirname, file), 'utf8')

/** A server that returns the request it got, and redirects to a URL of a given length. */
const backend = createServer((request, response) => {
  const long = Number(new URL(request.url ?? '', 'http://backend').searchParams.get('long'))
  if (long > 0) response.writeHead(303, { location: `/login?request=${'x'.repeat(long)}` })
  response.end(JSON.stringify({ url: request.url, headers: request.headers }))
})
before(async () => {
  backend.listen(0, '127.0.0.1')
  await once(backend, 'listening')
})
after(() => {
  backend.closeAllConnections()
  backend.close()
  rmSync(folder, { recursive: true, force: true })
})

function backendPort(): number {
  const address = backend.address()
  if (address === null || typeof address === 'string') throw new Error('the backend has no port')
  return address.port
}

/** One sample: what in it is replaced for this machine, and how it is run. */
interface Sample {
  readonly file: string
  readonly program: 'nginx' | 'haproxy'
  start(own: string, ports: { readonly https: number; readonly http: number }): () => Promise<void>
}

const samples: readonly Sample[] = [
  {
    file: 'nginx.conf',
    program: 'nginx',
    start(own, { https }) {
      const { cert, key } = makeCertificate(own)
      const site = replaceEach(read('nginx.conf'), {
        '/etc/nginx/valetkey.fullchain.pem': cert,
        '/etc/nginx/valetkey.key.pem': key,
        'listen 443': `listen 127.0.0.1:${https}`,
        '10.0.0.21:4000': `127.0.0.1:${backendPort()}`,
        '10.0.0.22:4000': `127.0.0.1:${backendPort()}`,
      })
      const file = writeNginx(own, site)
      checkNginx(file)
      return runProxy('nginx', ['-c', file])
    },
  },
  {
    file: 'one-machine/nginx.conf',
    program: 'nginx',
    start(own, { https, http }) {
      const { cert, key } = makeCertificate(own)
      const site = replaceEach(read('one-machine/nginx.conf'), {
        '/etc/letsencrypt/live/id.example.com/fullchain.pem': cert,
        '/etc/letsencrypt/live/id.example.com/privkey.pem': key,
        'listen 443': `listen 127.0.0.1:${https}`,
        'listen [::]:443': `listen [::1]:${https}`,
        'listen 80': `listen 127.0.0.1:${http}`,
        'listen [::]:80': `listen [::1]:${http}`,
        '/var/log/nginx/': `${own}/`,
        '127.0.0.1:4000;': `127.0.0.1:${backendPort()};`,
      })
      const file = writeNginx(own, site)
      checkNginx(file)
      return runProxy('nginx', ['-c', file])
    },
  },
  {
    file: 'haproxy.cfg',
    program: 'haproxy',
    start(own, { https }) {
      const text = replaceEach(read('haproxy.cfg'), {
        '/etc/haproxy/valetkey.pem': makeCertificate(own).both,
        'bind :443': `bind 127.0.0.1:${https}`,
        '10.0.0.21:4000': `127.0.0.1:${backendPort()}`,
        '10.0.0.22:4000': `127.0.0.1:${backendPort()}`,
      })
      writeFileSync(path.join(own, 'haproxy.cfg'), text)
      return runProxy('haproxy', ['-db', '-f', path.join(own, 'haproxy.cfg')])
    },
  },
]

const origin = 'https://id.example.com'

for (const { file, program, start } of samples) {
  const missing = findMissing([program, 'openssl', 'curl'])
  const skip = missing.length > 0 && `not installed: ${missing.join(', ')}`

  test(`${file} passes requests on, and neither metrics nor the list of checks to the outside`, { skip }, async () => {
    const own = path.join(folder, file.replaceAll(/\W/g, '-'))
    mkdirSync(own, { recursive: true })
    const ports = { https: await freePort(), http: await freePort() }
    const stop = start(own, ports)
    try {
      const get = (target: string, ...args: readonly string[]) => ask(own, ports.https, [...args, origin + target])
      await untilPassed(() => get('/livez'))
      const passed = await get('/authorize?state=a%2Fb', '-H', 'X-Forwarded-For: 192.0.2.1')
      assert.equal(passed.status, 200, passed.body)
      const { url, headers } = JSON.parse(passed.body)
      assert.equal(url, '/authorize?state=a%2Fb')
      assert.equal(headers.host, 'id.example.com')
      assert.equal(headers['x-forwarded-for'].split(/, */).at(-1), '127.0.0.1')
      for (const target of ['/metrics', '/metrics?x', '/%6detrics', '/metrics?/readyz'])
        assert.equal((await get(target, '-H', 'Authorization: Bearer any')).status, 404, target)
      for (const target of ['/readyz', '/readyz?verbose', '/readyz?a&verbose=1', '/%72eadyz?verbose']) {
        const { status, body } = await get(target)
        assert.equal(status, 200, body)
        assert.equal(JSON.parse(body).url, '/readyz', target)
      }
      const request = 'x'.repeat(12_000)
      assert.equal(JSON.parse((await get(`/login?request=${request}`)).body).url, `/login?request=${request}`)
      const redirect = await get('/authorize?long=12000')
      assert.equal(redirect.status, 303)
      assert.ok(redirect.head.length > 12_000)
    } finally {
      await stop()
    }
  })
}
