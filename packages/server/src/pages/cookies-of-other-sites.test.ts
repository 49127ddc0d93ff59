import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../conformance/target/target.ts'
import { authorizationRequest, startServer } from '../testing/server.ts'

const server = await startServer()
const { fields } = authorizationRequest('web')
const query = encode(fields)
const paths = [
  '/',
  '/login',
  `/login?request=x`,
  '/login/switch',
  '/consent',
  '/consent?interaction=x',
  '/keys',
  '/keys/take-back',
  '/logout',
  '/no-such-page',
  `/authorize?${query}`,
  '/authorize?client_id=nobody',
  `/authorize?${query}&prompt=none`,
]

async function cookiesSetAt(path: string, init: RequestInit): Promise<readonly string[]> {
  const headers = { accept: 'text/html', ...init.headers }
  const reply = await server.fetch(new Request(server.issuer + path, { redirect: 'manual', ...init, headers }))
  assert.ok(reply.status < 500, `${path}: ${reply.status}`)
  return reply.headers.getSetCookie()
}

test('a response to a request from another site sets no cookie, since the request came without cookies', async () => {
  for (const site of ['cross-site', 'same-site']) {
    for (const [mode, dest] of [
      ['navigate', 'iframe'],
      ['navigate', 'object'],
      ['navigate', 'embed'],
      ['navigate', 'frame'],
      ['no-cors', 'image'],
      ['no-cors', 'script'],
      ['no-cors', 'empty'],
      ['cors', 'empty'],
    ] as const) {
      const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest }
      for (const path of paths) assert.deepEqual(await cookiesSetAt(path, { headers }), [], `${path} as ${dest}`)
    }
    const post = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    for (const path of paths) {
      const headers = { ...post, 'content-type': 'application/x-www-form-urlencoded' }
      const [target = '', body = ''] = path.split('?')
      assert.deepEqual(await cookiesSetAt(target, { method: 'POST', headers, body }), [], `POST ${path}`)
    }
  }
  for (const path of paths) {
    const headers = { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
    assert.deepEqual(await cookiesSetAt(path, { method: 'POST', headers, body: `${query}` }), [], `POST ${path} of old`)
  }
})

test('a top-level request gets a cookie, from whichever site it was linked', async () => {
  for (const site of ['none', 'cross-site', 'same-site', 'same-origin']) {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }
    for (const path of ['/login', `/authorize?${query}`]) {
      assert.equal((await cookiesSetAt(path, { headers })).length, 1, `${path} from ${site}`)
    }
  }
  assert.equal((await cookiesSetAt('/login', {})).length, 1, 'a browser that does not say where it comes from')
})

test('an authorization request by POST is redirected to GET, with its parameters and without a cookie (RFC 6749 §3.1)', async () => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' }
  const init = { method: 'POST', headers, body: `${query}&unknown=x`, redirect: 'manual' } as const
  const reply = await server.fetch(new Request(`${server.issuer}/authorize`, init))
  assert.equal(reply.status, 303)
  assert.deepEqual(reply.headers.getSetCookie(), [])
  const to = new URL(reply.headers.get('location') ?? '', server.issuer)
  assert.equal(to.pathname, '/authorize')
  assert.deepEqual(Object.fromEntries(to.searchParams), Object.fromEntries(query))
})
