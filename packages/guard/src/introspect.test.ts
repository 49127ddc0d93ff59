import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startTestIssuer, type TestIssuer, testAudience, testIntrospection } from '../test-issuer.ts'
import { type GuardOptions, guard } from './index.ts'

let issuer: TestIssuer
let time: number
before(async () => {
  issuer = await startTestIssuer()
})
beforeEach(() => {
  time = Date.now()
  delete issuer.bend.answer
  Object.assign(issuer.requests, { metadata: 0, jwks: 0, introspect: 0 })
})
after(() => issuer.close())

const reasons: unknown[] = []

function contacts(options: Partial<GuardOptions> = {}) {
  const protection = guard({
    issuer: issuer.url,
    audience: testAudience,
    introspection: testIntrospection,
    now: () => new Date(time),
    onUnavailable: (cause) => reasons.push(cause),
    ...options,
  }).require('read')
  return async (token: string) => {
    const headers = new Headers({ authorization: `Bearer ${token}` })
    const outcome = await protection.check({ method: 'GET', url: '/', headers })
    if (outcome.outcome === 'granted') return `200 ${outcome.token.subject}`
    return outcome.outcome === 'refused' ? `${outcome.status} ${outcome.body}` : ''
  }
}

test('an active opaque token passes, and a JWT is still verified offline', async () => {
  const check = contacts()
  assert.equal(await check(issuer.issueOpaque()), '200 alice')
  assert.equal(await check(await issuer.sign()), '200 alice')
  assert.equal(issuer.requests.introspect, 1)
})

test('a token of a client that acts for itself has the client as its subject', async () => {
  assert.equal(await contacts()(issuer.issueOpaque({ sub: undefined })), '200 contacts-web')
})

test('JWTs are introspected too where the API says always', async () => {
  const check = contacts({ introspection: { ...testIntrospection, always: true } })
  assert.match(await check(await issuer.sign()), /^401 .*invalid_token/)
  assert.deepEqual(issuer.requests, { metadata: 1, jwks: 0, introspect: 1 })
})

test('without introspection, an opaque token is refused without a request to the issuer', async () => {
  const check = guard({ issuer: issuer.url, audience: testAudience }).require('read').check
  const headers = new Headers({ authorization: `Bearer ${issuer.issueOpaque()}` })
  const outcome = await check({ method: 'GET', url: '/', headers })
  assert.equal(outcome.outcome === 'refused' && outcome.status, 401)
  assert.equal(issuer.requests.introspect, 0)
})

test('a revocation takes effect within one second', async () => {
  const check = contacts()
  const token = issuer.issueOpaque()
  assert.equal(await check(token), '200 alice')
  issuer.revoke(token)
  time += 999
  assert.match(await check(token), /^401 .*revoked/)
})

test('a response, active or inactive, is cached for cacheSeconds', async () => {
  const check = contacts({ introspection: { ...testIntrospection, cacheSeconds: 30 } })
  const token = issuer.issueOpaque()
  for (let n = 0; n < 5; n++) assert.equal(await check(token), '200 alice')
  for (let n = 0; n < 5; n++) assert.match(await check('unknown'), /^401/)
  assert.equal(issuer.requests.introspect, 2)
  time += 30_000
  assert.equal(await check(token), '200 alice')
  assert.equal(issuer.requests.introspect, 3)
})

test('a cached response expires with its token', async () => {
  const check = contacts({ introspection: { ...testIntrospection, cacheSeconds: 3_600 } })
  const token = issuer.issueOpaque()
  assert.equal(await check(token), '200 alice')
  time += 606_000
  assert.match(await check(token), /^401 .*expired/)
})

test('concurrent callers with the same token share one introspection', async () => {
  const check = contacts()
  const token = issuer.issueOpaque()
  const answers = await Promise.all(Array.from({ length: 50 }, () => check(token)))
  assert.deepEqual(new Set(answers), new Set(['200 alice']))
  assert.equal(issuer.requests.introspect, 1)
})

test('a token that is too long is refused without introspection', async () => {
  assert.match(await contacts()('a'.repeat(4_097)), /^401/)
  assert.equal(issuer.requests.introspect, 0)
})

const seconds = () => Math.floor(Date.now() / 1000)
for (const [words, answer, pattern] of [
  ['another API', () => ({ aud: 'https://mail.example.com' }), /another API/],
  ['no API', () => ({ aud: undefined }), /response lacks/],
  ['another issuer', () => ({ iss: 'https://evil.example.com' }), /another issuer/],
  ['the past', () => ({ exp: seconds() - 10 }), /expired/],
  ['the future', () => ({ nbf: seconds() + 60 }), /not valid yet/],
  ['no end', () => ({ exp: undefined }), /response lacks/],
  ['another kind', () => ({ token_type: 'refresh_token' }), /not a bearer token/],
  ['a key holder', () => ({ token_type: 'DPoP', cnf: { jkt: 'x' } }), /not a bearer token/],
] as const) {
  test(`an active token of ${words} is refused`, async () => {
    const answerOfCheck = await contacts()(issuer.issueOpaque(answer()))
    assert.match(answerOfCheck, /^401 /)
    assert.match(answerOfCheck, pattern)
  })
}

test('an issuer that refuses the credentials of the API: 500, logged once, and not asked again at every call', async () => {
  const check = contacts({ introspection: { clientId: 'contacts-api', clientSecret: 'not it' } })
  reasons.length = 0
  for (let n = 0; n < 5; n++) {
    const answer = await check(issuer.issueOpaque())
    assert.match(answer, /^500 .*"server_error"/)
    assert.doesNotMatch(answer, /not it|401|clientSecret/)
  }
  assert.equal(issuer.requests.introspect, 1)
  time += 10_000
  assert.match(await check(issuer.issueOpaque()), /^500 /)
  assert.equal(issuer.requests.introspect, 2)
  const words = 'the issuer refused introspection.clientId/clientSecret (401 invalid_client: who is this)'
  assert.deepEqual(
    reasons.map((reason) => reason instanceof Error && reason.message),
    [words],
  )
})

test('introspection resumes once the issuer accepts the credentials again', async () => {
  issuer.bend.answer = (request, response) => {
    if (request.url !== '/introspect') return false
    response.writeHead(403).end()
    return true
  }
  const check = contacts()
  const token = issuer.issueOpaque()
  assert.match(await check(token), /^500 /)
  delete issuer.bend.answer
  time += 10_000
  assert.equal(await check(token), '200 alice')
})

for (const [words, body] of [
  ['no JSON', 'active'],
  ['active as text', '{"active":"true"}'],
  ['no member active', '{}'],
  ['a list', '[{"active":true}]'],
] as const) {
  test(`a response that is ${words}: 503, never 200, and the next caller tries again`, async () => {
    issuer.bend.answer = (request, response) => {
      if (request.url !== '/introspect') return false
      response.writeHead(200).end(body)
      return true
    }
    const check = contacts()
    const token = issuer.issueOpaque()
    assert.match(await check(token), /^503 /)
    delete issuer.bend.answer
    assert.equal(await check(token), '200 alice')
  })
}
