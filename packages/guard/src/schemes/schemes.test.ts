import assert from 'node:assert/strict'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest, type RequestListener, type Server } from 'node:http'
import path from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { getRequestListener } from '@hono/node-server'
import { parseChallenges } from '@valetkey/protocol'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import { startTestIssuer, type TestIssuer, testAudience } from '../../test-issuer.ts'
import { guard as expressGuard } from '../express.ts'
import { guard as fastifyGuard } from '../fastify.ts'
import { guard as fetchGuard } from '../fetch.ts'
import { guard as honoGuard } from '../hono.ts'
import { bearer, guard } from '../index.ts'
import { guard as nodeGuard } from '../node.ts'
import { toy, toyProof } from './toy.testing.ts'

let issuer: TestIssuer
before(async () => {
  issuer = await startTestIssuer()
})
after(() => issuer.close())

const options = () => ({ issuer: issuer.url, audience: testAudience, schemes: [bearer, toy], onRefused: () => {} })

const servers: Record<string, () => RequestListener | Promise<Server>> = {
  'node:http': () => nodeGuard(options()).require('read')((_request, response) => response.end('done')),
  express: () =>
    express().use('/mounted', expressGuard(options()).require('read'), (_request, response) => response.send('done')),
  async fastify() {
    const app = fastify()
    app.get('/mounted/contacts', { onRequest: fastifyGuard(options()).require('read') }, async () => 'done')
    await app.ready()
    return app.server
  },
  hono: () => {
    const app = new Hono()
    app.get('/mounted/contacts', honoGuard(options()).require('read'), () => new Response('done'))
    return getRequestListener(app.fetch)
  },
  fetch: () => {
    const handle = fetchGuard(options()).require('read')(() => Response.redirect('http://localhost/', 303))
    return getRequestListener((request) => handle(request))
  },
}

for (const [name, start] of Object.entries(servers)) {
  describe(`a scheme added by a file and a line, on ${name}`, () => {
    let server: Server
    let url: string
    before(async () => {
      const started = await start()
      server = typeof started === 'function' ? createServer(started) : started
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const address = server.address()
      url = `http://localhost:${typeof address === 'object' ? address?.port : ''}/mounted/contacts?q=%2F`
    })
    after(() => {
      server.closeAllConnections()
      server.close()
    })
    const call = (headers: Record<string, string>) => fetch(url, { headers, redirect: 'manual' })
    const proven = (token: string, target = url) =>
      call({ authorization: `Toy ${token}`, 'toy-proof': toyProof('k1', 'GET', target, token) })

    test('admits a token whose proof covers method and absolute URL, and sends its headers with the response', async () => {
      const response = await proven(await issuer.sign({ cnf: { toy: 'k1' } }))
      assert.equal(response.status, name === 'fetch' ? 303 : 200)
      assert.match(response.headers.get('toy-nonce') ?? '', /^\d+$/)
    })

    test('refuses a proof for another URL with its own challenge and headers', async () => {
      const response = await proven(await issuer.sign({ cnf: { toy: 'k1' } }), 'http://other.example/mounted/contacts')
      assert.equal(response.status, 401)
      assert.match(response.headers.get('toy-nonce') ?? '', /^\d+$/)
      const [other, own] = parseChallenges(response.headers.get('www-authenticate') ?? '')
      assert.deepEqual(other, { scheme: 'Bearer', parameters: { realm: testAudience, scope: 'read' } })
      assert.equal(own?.scheme, 'Toy')
      assert.deepEqual([own?.parameters.algs, own?.parameters.error], ['SHA-256', 'invalid_token'])
    })

    test('sends its headers with 403 as well, and its challenge alone', async () => {
      const response = await proven(await issuer.sign({ scope: 'create', cnf: { toy: 'k1' } }))
      assert.equal(response.status, 403)
      assert.match(response.headers.get('toy-nonce') ?? '', /^\d+$/)
      assert.match(response.headers.get('www-authenticate') ?? '', /^Toy algs="SHA-256", error="insufficient_scope"/)
    })

    test('offers every scheme to a request without a token', async () => {
      const header = (await call({})).headers.get('www-authenticate') ?? ''
      assert.deepEqual(
        parseChallenges(header).map(({ scheme }) => scheme),
        ['Bearer', 'Toy'],
      )
    })

    test('refuses a request that uses two schemes as invalid_request (RFC 6750 §2)', async () => {
      const response = await call({ authorization: `Bearer ${await issuer.sign()}`, 'toy-token': 'x' })
      assert.equal(response.status, 400)
      const body = (await response.json()) as { error: string; error_description: string }
      assert.equal(body.error, 'invalid_request')
      assert.match(body.error_description, /in several ways, Bearer and Toy/)
    })

    test('leaves bearer tokens as they were', async () => {
      const response = await call({ authorization: `Bearer ${await issuer.sign()}` })
      assert.equal(response.status, name === 'fetch' ? 303 : 200)
      assert.equal(response.headers.get('toy-nonce'), null)
    })
  })
}

const headersOf = (headers: Record<string, string>) => new Headers(headers)

async function outcomeOf(authorization: string, cnf: unknown, more: object = {}) {
  const token = await issuer.sign({ cnf })
  const url = 'https://contacts.example.com/contacts'
  return guard({ ...options(), ...more })
    .require('read')
    .check({
      method: 'GET',
      url,
      headers: headersOf({
        authorization: `${authorization} ${token}`,
        'toy-proof': toyProof('k1', 'GET', url, token),
      }),
    })
}

test('a token bound to a key is refused by a scheme that does not verify that key (RFC 7800 §3.1)', async () => {
  assert.equal((await outcomeOf('Toy', { toy: 'k1' })).outcome, 'granted')
  for (const cnf of [{ toy: 'k1' }, { jkt: 'x' }, {}, null, 'k1', []]) {
    assert.equal((await outcomeOf('Bearer', cnf)).outcome, 'refused', JSON.stringify(cnf))
  }
  for (const cnf of [{ toy: 'k1', jkt: 'x' }, { jkt: 'x' }, undefined]) {
    assert.equal((await outcomeOf('Toy', cnf)).outcome, 'refused', JSON.stringify(cnf))
  }
})

test('a bound token that its own scheme admitted is still refused as a bearer token', async () => {
  const protection = guard(options()).require('read')
  const url = 'https://contacts.example.com/'
  const token = await issuer.sign({ cnf: { toy: 'k1' } })
  const by = (scheme: string) => {
    const headers = headersOf({ authorization: `${scheme} ${token}`, 'toy-proof': toyProof('k1', 'GET', url, token) })
    return protection.check({ method: 'GET', url, headers })
  }
  assert.equal((await by('Toy')).outcome, 'granted')
  assert.equal((await by('Bearer')).outcome, 'refused')
  assert.equal((await by('Toy')).outcome, 'granted')
})

test('an opaque token must have the token_type of the scheme it is presented with (RFC 7662 §2.2)', async () => {
  const introspection = { clientId: 'contacts-api', clientSecret: 'a secret: with %', cacheSeconds: 60 }
  const protection = guard({ ...options(), introspection }).require('read')
  const url = 'https://contacts.example.com/'
  const by = (scheme: string, token: string) => {
    const headers = headersOf({ authorization: `${scheme} ${token}`, 'toy-proof': toyProof('k1', 'GET', url, token) })
    return protection.check({ method: 'GET', url, headers })
  }
  const bound = issuer.issueOpaque({ token_type: 'toy', cnf: { toy: 'k1' } })
  const unbound = issuer.issueOpaque({ token_type: 'Toy' })
  const plain = issuer.issueOpaque({ token_type: 'Bearer', cnf: { toy: 'k1' } })
  const untyped = issuer.issueOpaque({ token_type: undefined })
  for (const [scheme, token, outcome] of [
    ['Toy', bound, 'granted'],
    ['Bearer', bound, 'refused'],
    ['Toy', bound, 'granted'],
    ['Bearer', unbound, 'refused'],
    ['Toy', plain, 'refused'],
    ['Bearer', untyped, 'granted'],
    ['Toy', untyped, 'refused'],
  ] as const) {
    assert.equal((await by(scheme, token)).outcome, outcome, scheme)
  }
})

test('the resource metadata has what each scheme adds (RFC 9728 §2)', () => {
  const { document } = guard(options()).metadata()
  assert.deepEqual(
    { bearer_methods_supported: ['header'], toy_required: true },
    Object.fromEntries(Object.entries(document).filter(([name]) => /bearer|toy/.test(name))),
  )
})

for (const [schemes, message] of [
  [[], /^schemes: must be a list/],
  ['bearer', /^schemes: must be a list/],
  [[bearer, { ...bearer, name: 'bearer' }], /^schemes: bearer is listed twice/],
  [[{ ...bearer, name: 'two words' }], /^schemes: the name of entry 0/],
  [[undefined], /^schemes: the name of entry 0/],
] as const) {
  test(`a guard refuses schemes: ${JSON.stringify(schemes)}`, () => {
    assert.throws(
      () => Reflect.apply(guard, undefined, [{ ...options(), schemes }]),
      (error) => error instanceof TypeError && message.test(error.message),
    )
  })
}

/** Starts a server that returns the absolute URL that a scheme sees. */
async function withUrls(origin: string | undefined, use: (port: number) => Promise<void>): Promise<void> {
  let seen: string | undefined
  const spy = { ...bearer, challenge: () => ({ seen }) }
  const watching = {
    ...spy,
    recognizes(request: { absoluteUrl: string | undefined }) {
      seen = request.absoluteUrl
      return false
    },
  }
  const given = { ...options(), schemes: [watching], ...(origin === undefined ? {} : { origin }) }
  const server = createServer(nodeGuard(given).require()((_request, response) => response.end()))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  try {
    await use(typeof address === 'object' && address !== null ? address.port : 0)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

function urlSeen(
  port: number,
  target: string,
  headers: Record<string, string | string[]>,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: '127.0.0.1', port, path: target, headers, setHost: !('host' in headers) },
      (response) => {
        response.resume()
        resolve(parseChallenges(response.headers['www-authenticate'] ?? '')[0]?.parameters.seen)
      },
    )
    sent.on('error', reject).end()
  })
}

test('without origin, the absolute URL has the scheme of the connection and the host of the request', () =>
  withUrls(undefined, async (port) => {
    const host = 'contacts.example.com:8443'
    assert.equal(await urlSeen(port, '/a?b=c', { host }), `http://${host}/a?b=c`)
    assert.equal(await urlSeen(port, '//evil.example/a', { host }), `http://${host}//evil.example/a`)
    assert.equal(await urlSeen(port, 'https://u:p@b.example/a', { host }), 'http://b.example/a')
    for (const wrong of ['a/b', 'u@a', 'a?b', 'a#b', 'a\\b', 'a b', 'a:b', '']) {
      assert.equal(await urlSeen(port, '/', { host: wrong }), undefined, wrong)
    }
  }))

test('headers of proxies do not change the absolute URL, since any client may send them', () =>
  withUrls(undefined, async (port) => {
    const forged = {
      host: 'contacts.example.com',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
      forwarded: 'host=evil.example;proto=https',
    }
    assert.equal(await urlSeen(port, '/', forged), 'http://contacts.example.com/')
  }))

test('the option origin replaces scheme and host of every request', () =>
  withUrls('https://contacts.example.com', async (port) => {
    for (const host of ['evil.example', 'a b']) {
      assert.equal(await urlSeen(port, '/a?b', { host }), 'https://contacts.example.com/a?b')
    }
    assert.equal(await urlSeen(port, 'http://evil.example/a', { host: 'x' }), 'https://contacts.example.com/a')
  }))

for (const origin of ['contacts.example.com', 'https://contacts.example.com/path', 'urn:contacts', '']) {
  test(`a guard refuses origin: ${JSON.stringify(origin)}`, () => {
    assert.throws(() => guard({ ...options(), origin }), /^TypeError: origin: /)
  })
}

test('a scheme is added as CONTRIBUTING.md says: by a file and a line in index.ts', async () => {
  const data = path.join(import.meta.dirname, '../../../../.data')
  mkdirSync(data, { recursive: true })
  const copy = mkdtempSync(path.join(data, 'guard-'))
  try {
    cpSync(path.join(import.meta.dirname, '..'), copy, {
      recursive: true,
      filter: (file) => !file.endsWith('.test.ts'),
    })
    const index = path.join(copy, 'schemes/index.ts')
    const line = readFileSync(index, 'utf8').replace('[bearer]', '[bearer, toy]')
    writeFileSync(index, `import { toy } from './toy.testing.ts'\n${line}`)
    const changed = await import(pathToFileURL(path.join(copy, 'index.ts')).href)
    const outcome = await changed
      .guard({ issuer: issuer.url, audience: testAudience, onRefused: () => {} })
      .require('read')
      .check({ method: 'GET', url: '/', headers: new Headers() })
    assert.match(outcome.headers['www-authenticate'], /^Bearer realm=.*, Toy algs=/)
  } finally {
    rmSync(copy, { recursive: true })
  }
})
