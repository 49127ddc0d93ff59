import assert from 'node:assert/strict'
import { test } from 'node:test'
import { metadataUrls } from '@valetkey/protocol'
import { contacts, startServer } from '../testing/server.ts'

const server = await startServer()
const open = ['/token', '/revoke', '/jwks', ...metadataUrls(server.issuer).map((url) => new URL(url).pathname)]

const ask = (path: string, init: RequestInit = {}) => server.fetch(new Request(server.issuer + path, init))
const originOf = ({ headers }: Response) => headers.get('access-control-allow-origin')

async function allowedHeaders(asked: string | undefined): Promise<string | null> {
  const headers = {
    origin: 'https://app.example.com',
    'access-control-request-method': 'POST',
    ...(asked === undefined ? {} : { 'access-control-request-headers': asked }),
  }
  const response = await ask('/token', { method: 'OPTIONS', headers })
  assert.equal(response.status, 204)
  return response.headers.get('access-control-allow-headers')
}

test('a preflight allows the headers that it names (Fetch §4.8)', async () => {
  for (const names of [
    'x-requested-with',
    'traceparent',
    'sentry-trace,baggage',
    'cache-control,content-type,authorization',
    'authorization, dpop ,x-some-library-version',
  ]) {
    assert.equal(await allowedHeaders(names), names)
  }
})

test('a preflight that names no headers, too many or malformed ones gets the usual list', async () => {
  const usual = await allowedHeaders(undefined)
  assert.match(usual ?? '', /\bauthorization\b.*\bcontent-type\b/)
  for (const names of ['', '*, a b', 'a,,b', 'a,', '<script>', 'a: b', `x-${'y'.repeat(1024)}`]) {
    assert.equal(await allowedHeaders(names), usual, names)
  }
})

test('each open endpoint responds to a preflight without client authentication', async () => {
  for (const path of [...open, '/.well-known/oauth-authorization-server/elsewhere']) {
    const headers = { origin: 'https://app.example.com', 'access-control-request-headers': 'mcp-protocol-version' }
    const response = await ask(path, { method: 'OPTIONS', headers })
    assert.equal(response.status, 204, path)
    assert.equal(originOf(response), '*', path)
    assert.equal(response.headers.get('access-control-allow-headers'), 'mcp-protocol-version', path)
    assert.equal(response.headers.get('access-control-allow-credentials'), null, path)
  }
})

test('an open endpoint sends CORS headers without an Origin too, for caches (Fetch §3.3)', async () => {
  for (const path of open.filter((one) => one !== '/token' && one !== '/revoke')) {
    for (const headers of [{}, { origin: 'https://app.example.com' }] as Record<string, string>[]) {
      const response = await ask(path, { headers })
      assert.equal(response.status, 200, path)
      assert.equal(originOf(response), '*', path)
      assert.equal(response.headers.get('vary'), null, path)
    }
    assert.equal(originOf(await ask(path, { method: 'HEAD' })), '*', path)
  }
})

test('any origin can read errors of open endpoints, with challenge and Retry-After (Fetch §3.2.5)', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const wrong = { ...form, authorization: `Basic ${btoa('web:wrong')}` }
  const asked: readonly (readonly [number, string, RequestInit])[] = [
    [400, '/token', { method: 'POST', headers: form, body: 'client_id=native&grant_type=x&grant_type=y' }],
    [401, '/token', { method: 'POST', headers: wrong, body: 'grant_type=client_credentials' }],
    [401, '/revoke', { method: 'POST', headers: wrong, body: 'token=x' }],
    [405, '/token', { method: 'PATCH' }],
    [405, '/jwks', { method: 'POST', body: '' }],
    [413, '/token', { method: 'POST', headers: form, body: 'a'.repeat(70_000) }],
    [404, '/token/', { method: 'POST', headers: form, body: 'a=b' }],
    [404, '/.well-known/oauth-authorization-server/elsewhere', {}],
  ]
  for (const [status, path, init] of asked) {
    const response = await ask(path, init)
    assert.equal(response.status, status, path)
    assert.equal(originOf(response), '*', `${status} ${path}`)
    for (const name of ['www-authenticate', 'dpop-nonce', 'retry-after']) {
      assert.match(response.headers.get('access-control-expose-headers') ?? '', new RegExp(`\\b${name}\\b`))
    }
  }
})

test('no other origin can read pages, or endpoints that use a session or are for servers', async () => {
  const headers = { origin: 'https://app.example.com', accept: 'text/html' }
  for (const path of [
    '/',
    '/authorize',
    '/login',
    '/consent',
    '/keys',
    '/logout',
    '/introspect',
    '/metrics',
    '/livez',
  ]) {
    for (const method of ['GET', 'OPTIONS']) {
      assert.equal(originOf(await ask(path, { method, headers })), null, `${method} ${path}`)
    }
  }
  assert.equal(originOf(await ask('/no-such-page', { headers })), null)
})

test('an app in a browser can read the tokens issued to it', async () => {
  const { json } = await server.grant('native', { resource: contacts })
  const response = await ask('/revoke', {
    method: 'POST',
    headers: { origin: 'https://app.example.com', 'content-type': 'application/x-www-form-urlencoded' },
    body: `client_id=native&token=${json.access_token}`,
  })
  assert.equal(response.status, 200)
  assert.equal(originOf(response), '*')
})

test('a script may post with credentials, and to no endpoint where they count (Fetch §3.3.5)', async () => {
  const headers = {
    origin: 'https://app.example.com',
    'sec-fetch-mode': 'cors',
    'sec-fetch-site': 'cross-site',
    'content-type': 'application/x-www-form-urlencoded',
  }
  const { headers: sent } = await ask('/token', { method: 'POST', headers, body: 'grant_type=x' })
  assert.equal(sent.get('access-control-allow-origin'), 'https://app.example.com')
  assert.equal(sent.get('access-control-allow-credentials'), 'true')
  assert.equal(sent.get('vary'), 'origin')
  for (const path of ['/login', '/consent', '/logout', '/introspect', '/authorize']) {
    const { headers: none } = await ask(path, { method: 'POST', headers, body: 'a=b' })
    assert.equal(none.get('access-control-allow-origin'), null, path)
    assert.equal(none.get('access-control-allow-credentials'), null, path)
  }
  assert.equal(originOf(await ask('/jwks', { headers })), '*')
  const { 'sec-fetch-site': _, ...ofProgram } = headers
  assert.equal(originOf(await ask('/token', { method: 'POST', headers: ofProgram, body: 'grant_type=x' })), '*')
  for (const origin of ['null', 'https://app.example.com/', 'any text']) {
    const odd = { ...headers, origin }
    assert.equal(originOf(await ask('/token', { method: 'POST', headers: odd, body: 'grant_type=x' })), '*', origin)
  }
})
