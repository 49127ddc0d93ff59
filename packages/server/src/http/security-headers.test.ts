import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hsts as option } from '../config/hsts.ts'
import { readConfig } from '../config/read-config.ts'
import { createServer } from '../main.ts'

process.env.VALETKEY_LOG ??= 'silent'
const longest = 'max-age=63072000'

/** Reads the header as this server's listener sends it, and as an embedding app does. */
async function readHsts(issuer: string, hsts?: Readonly<Record<string, unknown>>) {
  const config = readConfig({ environment: {}, options: { issuer, port: '0', database: 'sqlite::memory:' } })
  const settings = { ...config, secret: 'a secret for tests and for nothing else', hsts: option.parse(hsts) }
  const server = await createServer(settings, { say: () => {} })
  try {
    const { host, port } = await server.listen()
    const alone = await fetch(`http://${host === '::1' ? '[::1]' : '127.0.0.1'}:${port}/jwks`)
    const embedded = await server.fetch(new Request(`${issuer}/jwks`))
    return [alone, embedded].map(({ headers }) => headers.get('strict-transport-security'))
  } finally {
    await server.close()
  }
}

test('an https issuer sends HSTS for its own host, and an embedding app decides itself (RFC 6797 §6.1)', async () => {
  assert.deepEqual(await readHsts('https://id.example.com'), [longest, null])
})

test('HSTS covers subdomains, lasts, and is omitted as configured (RFC 6797 §6.1.2)', async () => {
  const issuer = 'https://id.example.com'
  const wide = `${longest}; includeSubDomains`
  assert.deepEqual(await readHsts(issuer, { includeSubDomains: true }), [wide, wide])
  assert.deepEqual(await readHsts(issuer, { maxAge: 60 }), ['max-age=60', 'max-age=60'])
  assert.deepEqual(await readHsts(issuer, { send: false }), [null, null])
})

test('an issuer on loopback never sends HSTS, which would apply to every port of the computer', async () => {
  for (const host of ['localhost:4000', '127.0.0.1:4000', '[::1]:4000', 'id.localhost']) {
    assert.deepEqual(await readHsts(`https://${host}`, { includeSubDomains: true }), [null, null], host)
  }
  assert.deepEqual(await readHsts('http://localhost:4000'), [null, null])
})
