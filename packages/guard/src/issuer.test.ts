import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startTestIssuer, type TestIssuer, testAudience, testIntrospection } from '../test-issuer.ts'
import { type GuardOptions, guard } from './index.ts'

let issuer: TestIssuer
let time: number
before(async () => {
  issuer = await startTestIssuer()
})
beforeEach(async () => {
  time = Date.now()
  await issuer.rotate()
  delete issuer.bend.answer
  delete issuer.bend.metadata
  delete issuer.bend.cacheControl
  Object.assign(issuer.requests, { metadata: 0, jwks: 0, introspect: 0 })
})
after(() => issuer.close())

const reasons: unknown[] = []
const wordsOf = (reason: unknown) => reason instanceof Error && reason.message

function contacts(options: Partial<GuardOptions> = {}) {
  const now = () => new Date(time)
  const onUnavailable = (cause: unknown) => reasons.push(cause)
  const protection = guard({ issuer: issuer.url, audience: testAudience, now, onUnavailable, ...options }).require(
    'read',
  )
  return async (token: string) => {
    const headers = new Headers({ authorization: `Bearer ${token}` })
    const outcome = await protection.check({ method: 'GET', url: '/', headers })
    if (outcome.outcome === 'granted') return '200'
    if (outcome.outcome === 'preflight') throw new Error('not a preflight')
    const retry = outcome.headers['retry-after']
    return retry === undefined ? String(outcome.status) : `${outcome.status} retry after ${retry}`
  }
}

const inTenMinutes = () => ({ iat: Math.floor(time / 1000), exp: Math.floor(time / 1000) + 600 })
const unknownKey = (n: number) => issuer.sign({}, { kid: `unknown-${n}` })

test('concurrent callers share one request for metadata and keys', async () => {
  const check = contacts()
  const tokens = await Promise.all(Array.from({ length: 50 }, () => issuer.sign()))
  assert.deepEqual(new Set(await Promise.all(tokens.map(check))), new Set(['200']))
  assert.deepEqual(issuer.requests, { metadata: 1, jwks: 1, introspect: 0 })
})

for (const [cacheControl, seconds] of [
  ['max-age=120', 120],
  ['public, max-age=1', 60],
  ['max-age=99999999', 86_400],
  ['no-store', 300],
] as const) {
  test(`keys are kept for ${seconds} s where the issuer says ${cacheControl}`, async () => {
    issuer.bend.cacheControl = cacheControl
    const check = contacts()
    assert.equal(await check(await issuer.sign()), '200')
    time += seconds * 1000 - 1
    assert.equal(await check(await issuer.sign(inTenMinutes())), '200')
    assert.equal(issuer.requests.jwks, 1)
    time += 1
    assert.equal(await check(await issuer.sign(inTenMinutes())), '200')
    assert.equal(issuer.requests.jwks, 2)
  })
}

test('a new key is picked up at once', async () => {
  const check = contacts()
  assert.equal(await check(await issuer.sign()), '200')
  await issuer.rotate()
  assert.equal(await check(await issuer.sign()), '200')
  assert.equal(issuer.requests.jwks, 2)
})

test('a key that is no longer published stops working once the key set is stale, also for tokens verified before', async () => {
  issuer.bend.cacheControl = 'max-age=60'
  const check = contacts()
  const token = await issuer.sign()
  assert.equal(await check(token), '200')
  await issuer.rotate()
  time += 60_000
  assert.equal(await check(token), '401')
})

test('1,000 tokens with unknown keys cause at most two fetches a minute', async () => {
  const check = contacts()
  assert.equal(await check(await issuer.sign()), '200')
  const tokens = await Promise.all(Array.from({ length: 100 }, (_, n) => unknownKey(n)))
  for (let round = 0; round < 10; round++) {
    const answers = await Promise.all(tokens.map(check))
    assert.deepEqual(new Set(answers), new Set(['401']))
    time += 5_900
  }
  assert.ok(issuer.requests.jwks <= 2, `${issuer.requests.jwks} fetches`)
  assert.equal(issuer.requests.metadata, 1)
})

test('a new key is picked up half a minute after a burst of unknown keys', async () => {
  const check = contacts()
  await check(await unknownKey(1))
  await check(await unknownKey(2))
  await issuer.rotate()
  time += 61_000
  assert.equal(await check(await issuer.sign()), '200')
})

test('while the issuer is down, cached keys are used and no caller waits', async () => {
  const check = contacts()
  assert.equal(await check(await issuer.sign()), '200')
  issuer.bend.answer = (_request, response) => {
    response.writeHead(500).end()
    return true
  }
  time += 7_000_000
  assert.equal(await check(await issuer.sign(inTenMinutes())), '200')
  const { jwks } = issuer.requests
  for (let n = 0; n < 20; n++) assert.equal(await check(await issuer.sign(inTenMinutes())), '200')
  assert.equal(issuer.requests.jwks, jwks, 'a failure was not remembered')
  time += 200_000
  assert.match(await check(await issuer.sign(inTenMinutes())), /^503 retry after/)
})

for (const [maxStaleSeconds, lasts] of [
  [0, 0],
  [60, 60],
  [undefined, 3_600],
] as const) {
  test(`a key that may have been withdrawn is trusted for ${lasts} s while the key set cannot be fetched, then 503`, async () => {
    issuer.bend.cacheControl = 'max-age=60'
    const check = contacts(maxStaleSeconds === undefined ? {} : { maxStaleSeconds })
    const seen = await issuer.sign({ exp: Math.floor(time / 1000) + 86_400 })
    assert.equal(await check(seen), '200')
    issuer.bend.answer = (_request, response) => {
      response.destroy()
      return true
    }
    const start = time
    for (const after of [60, 60 + lasts / 2, 60 + lasts - 1]) {
      time = start + after * 1000
      if (after < 60 + lasts) assert.equal(await check(seen), '200', `after ${after} s`)
    }
    time = start + (60 + lasts) * 1000
    assert.match(await check(seen), /^503 retry after/)
    assert.match(await check(await issuer.sign(inTenMinutes())), /^503 retry after/)
  })
}

for (const [words, answer] of [
  ['answers 404', [404, {}, 'no such page']],
  ['answers every URL with a page', [200, { 'content-type': 'text/html' }, '<html>welcome']],
  ['sends everybody to its home page', [302, { location: '/' }, '']],
  ['wants a login', [403, {}, '{}']],
] as const) {
  test(`an ordinary web site as issuer, which ${words}: 500, logged once, and never "try again"`, async () => {
    const [status, headers, body] = answer
    issuer.bend.answer = (_request, response) => {
      response.writeHead(status, headers).end(body)
      return true
    }
    reasons.length = 0
    const check = contacts()
    const token = await issuer.sign()
    for (let n = 0; n < 5; n++, time += 10_000) assert.equal(await check(token), '500')
    assert.equal(reasons.length, 1)
    assert.match(
      String(wordsOf(reasons[0])),
      /^issuer is http:\S+, which serves no authorization server metadata \(http:\S+ answered \d+: expected .*\): configure the issuer/,
    )
    delete issuer.bend.answer
    time += 30_000
    assert.equal(await check(token), '200')
  })
}

for (const status of [408, 425, 429, 500, 502]) {
  test(`an issuer that responds ${status} is busy or broken: 503`, async () => {
    issuer.bend.answer = (_request, response) => {
      response.writeHead(status).end('{}')
      return true
    }
    assert.match(await contacts()(await issuer.sign()), /^503 retry after/)
  })
}

test('an issuer that is down is named with the reason', async () => {
  const gone = await startTestIssuer()
  const token = await gone.sign()
  await gone.close()
  reasons.length = 0
  assert.match(await contacts({ issuer: gone.url })(token), /^503 retry after/)
  const words = new RegExp(`^${gone.url}/\\.well-known/\\S+ could not be reached: .*ECONNREFUSED`)
  assert.match(String(wordsOf(reasons[0])), words)
})

test('the error asks whether the issuer is http', async () => {
  reasons.length = 0
  assert.match(await contacts({ issuer: issuer.url.replace('http:', 'https:') })(await issuer.sign()), /^503/)
  assert.match(String(wordsOf(reasons[0])), /is it http\?$/)
})

test('metadata of an https issuer cannot name a plain http URL, even on loopback (RFC 8414 §6.1)', async () => {
  const https = 'https://id.example.com'
  for (const host of ['127.0.0.1', 'localhost', 'id.example.com']) {
    for (const dangerouslyAllowHttp of [false, true]) {
      for (const more of [{}, { introspection: { ...testIntrospection, always: true } }]) {
        const asked: string[] = []
        const elsewhere = `http://${host}/x`
        const fetch: typeof globalThis.fetch = async (url) => {
          asked.push(String(url))
          return Response.json({ issuer: https, jwks_uri: elsewhere, introspection_endpoint: elsewhere })
        }
        const check = contacts({ issuer: https, fetch, dangerouslyAllowHttp, ...more })
        assert.match(await check(await issuer.sign({ iss: https })), /^503/)
        assert.deepEqual(asked, [`${https}/.well-known/oauth-authorization-server`])
        assert.match(String(wordsOf(reasons.at(-1))), /is plain http, and the issuer https:\S+ is https$/)
      }
    }
  }
})

test('an issuer that was never reached: 503 with Retry-After, and few fetches', async () => {
  issuer.bend.answer = (_request, response) => {
    response.writeHead(503).end()
    return true
  }
  const check = contacts()
  const token = await issuer.sign()
  for (let n = 0; n < 20; n++) assert.equal(await check(token), '503 retry after 1')
  assert.equal(issuer.requests.metadata, 1)
  assert.match(String(reasons.at(-1)), /answered 503/)
  delete issuer.bend.answer
  time += 1_000
  assert.equal(await check(token), '200')
})

test('a refused connection to the issuer: 503', async () => {
  const gone = await startTestIssuer()
  const token = await gone.sign()
  await gone.close()
  assert.match(await contacts({ issuer: gone.url })(token), /^503 retry after/)
})

test('metadata that names another issuer is refused (RFC 8414 §3.3)', async () => {
  issuer.bend.metadata = { issuer: `${issuer.url}/`, jwks_uri: `${issuer.url}/jwks` }
  assert.equal(await contacts()(await issuer.sign()), '500')
})

for (const [words, options] of [
  ['of JWTs', {}],
  ['of opaque tokens', { introspection: testIntrospection }],
] as const) {
  test(`an issuer spelt differently from its metadata: 500 ${words}, logged once`, async () => {
    const check = contacts(options)
    const token = 'introspection' in options ? issuer.issueOpaque() : await issuer.sign()
    issuer.bend.metadata = { issuer: `${issuer.url}/`, jwks_uri: `${issuer.url}/jwks` }
    reasons.length = 0
    for (let n = 0; n < 10; n++, time += 5_000) assert.equal(await check(token), '500')
    const message = `issuer is ${issuer.url}, but its metadata has issuer ${issuer.url}/: configure that one`
    assert.deepEqual(reasons.map(wordsOf), [message])
    delete issuer.bend.metadata
    time += 30_000
    assert.equal(await check(token), '200')
  })
}

test('metadata without an issuer is an outage and not a wrong setting: 503', async () => {
  issuer.bend.metadata = { jwks_uri: `${issuer.url}/jwks` }
  assert.match(await contacts()(await issuer.sign()), /^503/)
})

test('by default a wrong setting is one line on the console, without a stack', async (t) => {
  const lines = t.mock.method(console, 'warn', () => {})
  issuer.bend.metadata = { issuer: 'http://localhost:1' }
  const headers = new Headers({ authorization: `Bearer ${await issuer.sign()}` })
  await guard({ issuer: issuer.url, audience: testAudience }).require().check({ method: 'GET', url: '/', headers })
  const words = `issuer is ${issuer.url}, but its metadata has issuer http://localhost:1: configure that one`
  assert.deepEqual(
    lines.mock.calls.map((call) => call.arguments),
    [['valetkey guard:', words]],
  )
})

for (const [words, headers] of [
  ['', {}],
  [', also where the first response has a body that cannot be read', { 'content-encoding': 'gzip' }],
] as const) {
  test(`metadata is also found under the OpenID Connect name${words}`, async () => {
    const metadata = { issuer: issuer.url, jwks_uri: `${issuer.url}/jwks` }
    issuer.bend.answer = (request, response) => {
      if (request.url === '/.well-known/oauth-authorization-server') response.writeHead(404, headers).end('no page')
      else if (request.url === '/.well-known/openid-configuration') response.end(JSON.stringify(metadata))
      else return false
      return true
    }
    assert.equal(await contacts()(await issuer.sign()), '200')
  })
}

for (const [words, jwksUri] of [
  ['plain http on another host', 'http://keys.example.com/jwks'],
  ['no URL', 'jwks'],
  ['a file', 'file:///etc/passwd'],
] as const) {
  test(`a jwks_uri that is ${words} is not fetched`, async () => {
    issuer.bend.metadata = { issuer: issuer.url, jwks_uri: jwksUri }
    assert.match(await contacts()(await issuer.sign()), /^503/)
  })
}

for (const [words, answer] of [
  ['a giant', `{"keys":[${'{"kty":"EC"},'.repeat(60_000)}{}]}`],
  ['no JSON', '<html>'],
  ['no key set', '{"keys":1}'],
  ['a list', '[]'],
] as const) {
  test(`a key set that is ${words}: 503, never 200`, async () => {
    issuer.bend.answer = (request, response) => {
      if (request.url !== '/jwks') return false
      response.writeHead(200).end(answer)
      return true
    }
    assert.match(await contacts()(await issuer.sign()), /^503/)
  })
}

test('a redirect to other keys is not followed', async () => {
  issuer.bend.answer = (request, response) => {
    if (request.url !== '/jwks') return false
    response.writeHead(302, { location: '/other-jwks' }).end()
    return true
  }
  assert.match(await contacts()(await issuer.sign()), /^503/)
})

test('a key set that arrives too slowly times out after five seconds', async () => {
  issuer.bend.answer = (request, response) => {
    if (request.url !== '/jwks') return false
    response.writeHead(200).write('{"keys":[')
    return true
  }
  const startedAt = Date.now()
  assert.match(await contacts()(await issuer.sign()), /^503/)
  assert.ok(Date.now() - startedAt < 7_000)
})

test('a symmetric key in the key set verifies nothing', async () => {
  const [jwk] = issuer.publicKeys
  issuer.publicKeys.push({ kty: 'oct', k: 'c2VjcmV0', kid: 'oct', alg: 'HS256' })
  assert.ok(jwk)
  assert.match(await contacts()(await issuer.sign({}, { kid: 'oct' })), /^401/)
})
