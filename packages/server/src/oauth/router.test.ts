import assert from 'node:assert/strict'
import { test } from 'node:test'
import { OAuthError } from '@valetkey/protocol'
import { startServer } from '../testing/server.ts'
import { jsonReply } from './request.ts'
import type { Handler, Route } from './router.ts'

const show: Handler = async ({ method }, parameters) => jsonReply(200, { method, ...parameters })
const route = (path: string, more: Partial<Route> = {}): Route => ({
  path,
  methods: { GET: show, DELETE: show },
  errors: 'json',
  cors: false,
  ...more,
})

async function serve(routes: readonly Route[], issuer = 'http://localhost:4000') {
  const server = await startServer(() => ({ issuer }), { routes })
  return async (path: string, init?: RequestInit) => {
    const response = await server.fetch(new Request(`http://localhost:4000${path}`, init))
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, json: text.startsWith('{') && JSON.parse(text) }
  }
}

test('a route reads its path parameters, decoded, and the fixed path is found before a pattern', async () => {
  const ask = await serve([route('/things/:id'), route('/things/:id/parts/:part'), route('/things/none')])
  assert.deepEqual((await ask('/things/a%20b%2Fc?x=1')).json, { method: 'GET', id: 'a b/c' })
  assert.deepEqual((await ask('/things/1/parts/2', { method: 'DELETE' })).json, {
    method: 'DELETE',
    id: '1',
    part: '2',
  })
  assert.deepEqual((await ask('/things/none')).json, { method: 'GET' })
  assert.deepEqual((await ask('/things/__proto__')).json, { method: 'GET', id: '__proto__' })
})

test('a path that no route matches, or that is not well-formed, is 404 (RFC 3986 §2.1)', async () => {
  const ask = await serve([route('/things/:id')])
  for (const path of [
    '/things',
    '/things/',
    '/things/1/',
    '/things/1/2',
    '/things/%',
    '/things/%E0%A4%A',
    '/things/%zz',
  ]) {
    assert.equal((await ask(path)).status, 404, path)
  }
})

test('a route gets HEAD, OPTIONS, and 405 with Allow for any other method (RFC 9110 §9.3, §15.5.6)', async () => {
  const ask = await serve([route('/things/:id')])
  const head = await ask('/things/1', { method: 'HEAD' })
  assert.deepEqual([head.status, head.text], [200, ''])
  const options = await ask('/things/1', { method: 'OPTIONS' })
  assert.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, DELETE, HEAD, OPTIONS'])
  const put = await ask('/things/1', { method: 'PUT' })
  assert.deepEqual([put.status, put.headers.get('allow')], [405, 'GET, DELETE, HEAD, OPTIONS'])
  assert.equal((await ask('/livez', { method: 'POST' })).headers.get('allow'), 'GET, HEAD, OPTIONS')
})

test('a refusal has the error style of its route, and a failure is a 500 that shows nothing of its cause', async () => {
  const refuse: Handler = async () => {
    throw new OAuthError('invalid_request', 'id is unknown')
  }
  const fail: Handler = async () => {
    throw new Error('a secret of the inside')
  }
  const ask = await serve([
    route('/refuse-json', { methods: { GET: refuse }, cors: true }),
    route('/refuse-page', { methods: { GET: refuse }, errors: 'page' }),
    route('/fail', { methods: { GET: fail }, cors: true }),
  ])
  const json = await ask('/refuse-json', { headers: { accept: 'text/html' } })
  assert.deepEqual([json.status, json.json.error_description], [400, 'id is unknown'])
  assert.equal(json.headers.get('access-control-allow-origin'), '*')
  const page = await ask('/refuse-page')
  assert.deepEqual([page.status, page.headers.get('content-type')], [400, 'text/html; charset=utf-8'])
  const failed = await ask('/fail')
  assert.deepEqual([failed.status, failed.json.error], [500, 'server_error'])
  assert.equal(failed.headers.get('access-control-allow-origin'), '*')
  assert.doesNotMatch(failed.text, /inside/)
})

test('an endpoint of an embedding application is in the metadata, below the path of the issuer (RFC 8414 §2)', async () => {
  const metadata = { member: 'hello_endpoint', authenticationMethods: ['none'] } as const
  const ask = await serve([route('/hello', { metadata }), route('/ping', { at: 'host' })], 'http://localhost:4000/id')
  const { json } = await ask('/.well-known/oauth-authorization-server/id')
  assert.equal(json.hello_endpoint, 'http://localhost:4000/id/hello')
  assert.deepEqual(json.hello_endpoint_auth_methods_supported, ['none'])
  assert.equal(json.token_endpoint, 'http://localhost:4000/id/token')
  assert.equal((await ask('/id/hello')).status, 200)
  assert.equal((await ask('/hello')).status, 404)
  assert.equal((await ask('/ping')).status, 200)
})

test('a route that cannot be served is refused at the start', async () => {
  for (const [routes, message] of [
    [[route('/token')], /two routes have the path \/token/],
    [[route('/a/:b'), route('/a/:c')], /two routes have the path \/a\/:c/],
    [[route('hello')], /the path hello of a route must begin with a slash/],
    [[route('/a/:')], /needs parameters of the form :name/],
    [[route('/a/:b/:b')], /needs parameters of the form :name/],
    [[route('/a/:b', { metadata: { member: 'a_endpoint' } })], /has a parameter, so it cannot be a_endpoint/],
    [[route('/a', { methods: { get: show } })], /the method get of the route \/a must be in capital letters/],
  ] as const) {
    await assert.rejects(serve(routes), message)
  }
})
