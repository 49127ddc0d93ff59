import assert from 'node:assert/strict'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { after, before, describe, test } from 'node:test'
import { getRequestListener } from '@hono/node-server'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { startTestIssuer, type TestIssuer, testAudience } from '../test-issuer.ts'
import { guard as expressGuard } from './express.ts'
import { guard as fastifyGuard } from './fastify.ts'
import { guard as fetchGuard } from './fetch.ts'
import { guard as honoGuard } from './hono.ts'
import { tokenOf } from './index.ts'
import { guard as nodeGuard } from './node.ts'

let issuer: TestIssuer
before(async () => {
  issuer = await startTestIssuer()
})
after(() => issuer.close())

const options = () => ({ issuer: issuer.url, audience: testAudience })

async function onExpress(): Promise<Server> {
  const contacts = expressGuard(options())
  const about = contacts.metadata({ scopes: ['read'] })
  const app = express()
  const routes = express.Router()
  app.get(about.path, about.handler)
  routes.use(contacts.require('read'))
  routes.get('/', (request, response) => void response.json({ subject: tokenOf(request).subject }))
  routes.delete('/', contacts.require('delete'), (_request, response) => void response.end())
  routes.all('/', (_request, response) => void response.send('done'))
  app.use('/contacts', routes)
  return createServer(app)
}

async function onFastify(): Promise<Server> {
  const contacts = fastifyGuard(options())
  const about = contacts.metadata({ scopes: ['read'] })
  const app = fastify()
  app.get(about.path, about.handler)
  app.register(async (routes) => {
    routes.addHook('onRequest', contacts.require('read'))
    routes.get('/contacts', async (request) => ({ subject: tokenOf(request).subject }))
    routes.delete('/contacts', { onRequest: contacts.require('delete') }, async () => '')
    routes.options('/contacts', async () => 'done')
  })
  await app.ready()
  return app.server
}

async function onHono(): Promise<Server> {
  const contacts = honoGuard(options())
  const about = contacts.metadata({ scopes: ['read'] })
  const app = new Hono()
  app.get(about.path, about.handler)
  app.use('/contacts', contacts.require('read'))
  app.get('/contacts', (c) => c.json({ subject: tokenOf(c).subject }))
  app.delete('/contacts', contacts.require('delete'), (c) => c.body(null))
  app.all('/contacts', (c) => c.text('done'))
  return createServer(getRequestListener(app.fetch))
}

async function onNode(): Promise<Server> {
  const contacts = nodeGuard(options())
  const about = contacts.metadata({ scopes: ['read'] })
  const list = contacts.require('read')((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ subject: tokenOf(request).subject }))
  })
  const remove = contacts.require('delete')((_request, response) => response.end())
  return createServer((request, response) => {
    if (request.url === about.path) return about.handler(request, response)
    return request.method === 'DELETE' ? remove(request, response) : list(request, response)
  })
}

async function onFetch(): Promise<Server> {
  const contacts = fetchGuard(options())
  const about = contacts.metadata({ scopes: ['read'] })
  const list = contacts.require('read')((request, more: string) =>
    Response.json({ subject: tokenOf(request).subject }, { headers: { 'x-more': more } }),
  )
  const remove = contacts.require('delete')(() => new Response())
  const handle = async (request: Request) => {
    if (new URL(request.url).pathname === about.path) return about.handler(request)
    return request.method === 'DELETE' ? remove(request) : list(request, 'context')
  }
  return createServer(getRequestListener(handle))
}

for (const [name, start] of [
  ['express', onExpress],
  ['fastify', onFastify],
  ['hono', onHono],
  ['node:http', onNode],
  ['fetch', onFetch],
] as const) {
  describe(`the guard on ${name}`, () => {
    let server: Server
    let url: string
    before(async () => {
      server = await start()
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
    })
    after(() => {
      server.closeAllConnections()
      server.close()
    })
    const call = (token?: string, init: RequestInit = {}) =>
      fetch(`${url}/contacts`, {
        ...init,
        headers: { ...init.headers, ...(token && { authorization: `Bearer ${token}` }) },
      })

    test('admits a valid token, and the handler reads its subject', async () => {
      const response = await call(await issuer.sign())
      assert.equal(response.status, 200)
      assert.deepEqual(await response.json(), { subject: 'alice' })
    })

    test('no token: 401 with a challenge and JSON', async () => {
      const response = await call()
      assert.equal(response.status, 401)
      assert.equal(response.headers.get('www-authenticate'), `Bearer realm="${testAudience}", scope="read"`)
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
      assert.equal(((await response.json()) as { error: string }).error, 'unauthorized')
    })

    test('an expired token: 401 invalid_token', async () => {
      const response = await call(await issuer.sign({ exp: 1 }))
      assert.equal(response.status, 401)
      assert.match(response.headers.get('www-authenticate') ?? '', /error="invalid_token"/)
    })

    test('a missing scope: 403 naming it', async () => {
      const response = await call(await issuer.sign(), { method: 'DELETE' })
      assert.equal(response.status, 403)
      assert.match(response.headers.get('www-authenticate') ?? '', /error="insufficient_scope".* scope="delete"/)
    })

    test('a token in the URL is refused, under a mounted path too', async () => {
      const token = await issuer.sign()
      assert.equal((await fetch(`${url}/contacts?access_token=${token}`)).status, 401)
      const headers = { authorization: `Bearer ${token}` }
      assert.equal((await fetch(`${url}/contacts?access_token=${token}`, { headers })).status, 400)
    })

    test('two Authorization headers: 400', async () => {
      const tokens = [`Bearer ${await issuer.sign()}`, `Bearer ${await issuer.sign()}`]
      const status = await new Promise((resolve) => {
        const twice = httpRequest(`${url}/contacts`, (response) => resolve(response.resume().statusCode))
        twice.setHeader('authorization', tokens)
        twice.end()
      })
      assert.equal(status, 400)
    })

    test('a preflight does not reach a handler, even one for every method', async () => {
      const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
      const response = await call(undefined, { method: 'OPTIONS', headers })
      assert.equal(response.status, 204)
      assert.equal(await response.text(), '')
    })

    test('the API describes itself where clients look (RFC 9728 §3)', async () => {
      const response = await fetch(`${url}/.well-known/oauth-protected-resource`)
      assert.equal(response.headers.get('access-control-allow-origin'), '*')
      assert.match(response.headers.get('content-type') ?? '', /^application\/json/)
      const document = (await response.json()) as { resource: string }
      assert.equal(document.resource, testAudience)
    })
  })
}

test('tokenOf throws for a request that no guard admitted', () => {
  assert.throws(() => tokenOf(new Request('https://contacts.example.com/')), /passed no guard/)
})

for (const [adapter, create, rest] of [
  ['node', nodeGuard, '(request, response)'],
  ['fetch', fetchGuard, '(request)'],
] as const) {
  test(`a request passed instead of a handler throws at once on ${adapter}`, () => {
    const protect = create(options()).require('read') as (...call: readonly unknown[]) => unknown
    const message = `require(…) takes a handler: require(…)(handler)${rest}`
    assert.throws(() => protect(new Request('https://contacts.example.com/'), {}), new TypeError(message))
  })
}

for (const [adapter, create] of [
  ['express', expressGuard],
  ['fastify', fastifyGuard],
  ['hono', honoGuard],
] as const) {
  test(`a handler passed instead of a request throws on ${adapter}`, async () => {
    const protect = create(options()).require('read') as (...call: readonly unknown[]) => Promise<unknown>
    await assert.rejects(
      protect(() => 'done'),
      TypeError,
    )
  })
}
