import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { parseChallenges } from '@valetkey/protocol'
import { startTestIssuer, type TestIssuer, testAudience } from '../test-issuer.ts'
import { type GuardOptions, guard, type Outcome } from './index.ts'

let issuer: TestIssuer
before(async () => {
  issuer = await startTestIssuer()
})
after(() => issuer.close())

function contacts(options: Partial<GuardOptions> = {}) {
  return guard({ issuer: issuer.url, audience: testAudience, ...options })
}

function request(authorization?: string, url = '/contacts', headers: Record<string, string> = {}, method = 'GET') {
  return {
    method,
    url,
    headers: new Headers({ ...headers, ...(authorization === undefined ? {} : { authorization }) }),
  }
}

function refused(outcome: Outcome) {
  assert.equal(outcome.outcome, 'refused')
  if (outcome.outcome !== 'refused') throw new Error()
  const [challenge] = parseChallenges(outcome.headers['www-authenticate'] ?? '')
  return { ...outcome, challenge, body: JSON.parse(outcome.body) as Record<string, string> }
}

test('a valid token with the scope passes, and its content is handed on', async () => {
  const outcome = await contacts()
    .require('read')
    .check(request(`Bearer ${await issuer.sign({ department: 7 })}`))
  assert.equal(outcome.outcome, 'granted')
  if (outcome.outcome !== 'granted') return
  const { subject, clientId, scope, audience, expiresAt, issuer: iss, claims } = outcome.token
  assert.deepEqual(
    { subject, clientId, scope, audience, iss },
    {
      subject: 'alice',
      clientId: 'contacts-web',
      scope: ['read', 'create'],
      audience: [testAudience],
      iss: issuer.url,
    },
  )
  assert.ok(expiresAt.getTime() > Date.now())
  assert.equal(claims.department, 7)
})

test('no credentials: 401 and a challenge without an error code (RFC 6750 §3.1)', async () => {
  const { status, challenge, body } = refused(await contacts().require('read').check(request()))
  assert.equal(status, 401)
  assert.equal(challenge?.scheme, 'Bearer')
  assert.deepEqual(challenge?.parameters, { realm: testAudience, scope: 'read' })
  assert.match(body.error_description ?? '', /access token is required/)
})

test('one other scheme with parameters is not a malformed header', async () => {
  for (const header of [
    'Digest username="a, Bearer b", uri="/", nc=1',
    'Signature keyId="x",algorithm="y"',
    'Basic YTpi',
  ]) {
    assert.equal(refused(await contacts().require('read').check(request(header))).status, 401, header)
  }
})

test('another authentication scheme counts as no credentials', async () => {
  const { status, challenge } = refused(await contacts().require('read').check(request('Basic YTpi')))
  assert.equal(status, 401)
  assert.equal(challenge?.parameters.error, undefined)
})

for (const [words, authorization] of [
  ['no token', 'Bearer'],
  ['two tokens', 'Bearer abc def'],
  ['two headers', 'Bearer abc, Bearer def'],
  ['a character no token has', 'Bearer "abc"'],
  ['two schemes', 'Basic YTpi, Bearer abc'],
  ['two schemes, Bearer first', 'Bearer abc, Basic YTpi'],
  ['two headers of another scheme', 'Basic YTpi, Basic YTpi'],
  ['Bearer after another scheme with parameters', 'Digest username="a, b", uri="/", Bearer abc'],
  ['a second Bearer that is empty', 'Basic YTpi, Bearer'],
  ['a second header that is empty', 'Bearer abc, '],
  ['a first header that is empty', ', Bearer abc'],
] as const) {
  test(`a malformed header (${words}): 400 invalid_request`, async () => {
    const { status, challenge, body } = refused(await contacts().require('read').check(request(authorization)))
    assert.equal(status, 400)
    assert.equal(challenge?.parameters.error, 'invalid_request')
    assert.equal(body.error, 'invalid_request')
  })
}

test('the scheme is matched in any case (RFC 9110 §11.1)', async () => {
  const outcome = await contacts()
    .require('read')
    .check(request(`bEARER ${await issuer.sign()}`))
  assert.equal(outcome.outcome, 'granted')
})

test('a token in the URL is never accepted, and the body says so', async () => {
  const url = `/contacts?access_token=${await issuer.sign()}`
  const { status, challenge, body } = refused(await contacts().require('read').check(request(undefined, url)))
  assert.equal(status, 401)
  assert.equal(challenge?.parameters.error, undefined)
  assert.match(body.error_description ?? '', /in the URL is not accepted/)
})

test('a token sent in two ways: 400 invalid_request (RFC 6750 §2)', async () => {
  const token = await issuer.sign()
  const outcome = await contacts()
    .require('read')
    .check(request(`Bearer ${token}`, `/contacts?access_token=${token}`))
  assert.equal(refused(outcome).status, 400)
})

test('a missing scope: 403 naming all that the operation needs, and in words what is missing', async () => {
  const authorization = `Bearer ${await issuer.sign()}`
  const { status, challenge, body } = refused(await contacts().require('read', 'delete').check(request(authorization)))
  assert.equal(status, 403)
  assert.equal(challenge?.parameters.error, 'insufficient_scope')
  assert.equal(challenge?.parameters.scope, 'read delete')
  assert.match(body.error_description ?? '', /lacks the scope: delete$/)
})

test('no scope named: any valid token of this API passes, a token without scope too', async () => {
  const protection = contacts().require()
  assert.equal(
    (await protection.check(request(`Bearer ${await issuer.sign({ scope: undefined })}`))).outcome,
    'granted',
  )
  assert.equal(refused(await protection.check(request())).challenge?.parameters.scope, undefined)
})

test('a scope may cover others where the API says so', async () => {
  const protection = contacts({
    scopeCovers: (granted, required) => granted === required || granted === 'admin',
  }).require('delete')
  const admin = await issuer.sign({ scope: 'admin' })
  assert.equal((await protection.check(request(`Bearer ${admin}`))).outcome, 'granted')
})

test('challenges name the realm and the resource metadata where configured (RFC 9728 §5.1)', async () => {
  const options = { realm: 'My "contacts"', resourceMetadata: 'https://contacts.example.com/.well-known/x' }
  const { challenge } = refused(await contacts(options).require('read').check(request()))
  assert.equal(challenge?.parameters.realm, options.realm)
  assert.equal(challenge?.parameters.resource_metadata, options.resourceMetadata)
})

test('only a real CORS preflight is treated as one', async () => {
  const protection = contacts().require('read')
  const headers = { origin: 'https://app.example.com', 'access-control-request-method': 'GET' }
  assert.equal((await protection.check(request(undefined, '/', headers, 'OPTIONS'))).outcome, 'preflight')
  assert.equal(refused(await protection.check(request(undefined, '/', {}, 'OPTIONS'))).status, 401)
  assert.equal(refused(await protection.check(request(undefined, '/', headers, 'GET'))).status, 401)
  assert.equal(refused(await protection.check(request('Bearer x', '/', headers, 'OPTIONS'))).status, 401)
})

test('the API describes itself (RFC 9728 §2, §3.1)', () => {
  const { document, url, path } = contacts({ audience: 'https://api.example.com/contacts' }).metadata({
    scopes: ['read', 'create'],
    name: 'Contacts',
  })
  assert.equal(url, 'https://api.example.com/.well-known/oauth-protected-resource/contacts')
  assert.equal(path, '/.well-known/oauth-protected-resource/contacts')
  assert.deepEqual(document, {
    resource: 'https://api.example.com/contacts',
    authorization_servers: [issuer.url],
    scopes_supported: ['read', 'create'],
    bearer_methods_supported: ['header'],
    resource_name: 'Contacts',
  })
  assert.throws(() => contacts({ audience: 'urn:contacts' }).metadata(), /RFC 9728/)
})

test('wrong options are refused at the start, by name', () => {
  assert.throws(() => contacts({ issuer: 'http://id.example.com' }), /^TypeError: issuer: .* plain http/)
  assert.doesNotThrow(() => contacts({ issuer: 'http://id.example.com', dangerouslyAllowHttp: true }))
  assert.throws(() => contacts({ issuer: 'id.example.com' }), /^TypeError: issuer: /)
  assert.throws(() => contacts({ issuer: [] }), /^TypeError: issuer: /)
  assert.throws(() => Reflect.apply(guard, undefined, []), new TypeError('guard: requires { issuer, audience }'))
  assert.throws(() => Reflect.apply(guard, undefined, [{ audience: testAudience }]), /^TypeError: issuer: must be/)
  assert.throws(() => Reflect.apply(guard, undefined, [{ issuer: issuer.url }]), /^TypeError: audience: must be/)
  assert.throws(() => contacts({ audience: '' }), /^TypeError: audience: /)
  assert.throws(() => contacts({ clockToleranceSeconds: Number.NaN }), /^TypeError: clockToleranceSeconds: /)
  const introspection = { clientId: 'a', clientSecret: 'b' }
  assert.throws(() => contacts({ issuer: [issuer.url, 'https://b.example.com'], introspection }), /one issuer/)
  assert.throws(() => contacts().require('"'), /invalid_scope/)
})

for (const [options, words] of [
  [{ audiance: 'x' }, /^guard: unknown option audiance: did you mean audience\?/],
  [
    { introspection: { client_id: 'a', clientSecret: 'b' } },
    /^introspection: unknown option client_id: did you mean clientId\?/,
  ],
  [{ introspection: { clientId: 'a', clientSecret: '' } }, /^introspection\.clientSecret is empty: set clientId/],
  [
    { introspection: { clientId: 'a', clientSecret: undefined } },
    /^introspection\.clientSecret is undefined: set clientId/,
  ],
  [{ introspection: { clientId: 'a' } }, /^introspection\.clientSecret is undefined/],
  [{ issuer: 'id.example.com' }, /^issuer: id\.example\.com has no scheme: write https:\/\/id\.example\.com/],
  [{ issuer: 'localhost:4000' }, /^issuer: localhost:4000 has no scheme: write http:\/\/localhost:4000/],
  [{ issuer: 'https://id.example.com\n' }, /^issuer: .* has a space or line break/s],
  [{ onRefused: 'x' }, /^onRefused: must be a function, and is string/],
  [{ fetch: {} }, /^fetch: must be a function, and is object/],
  [{ clockToleranceSeconds: '5' }, /^clockToleranceSeconds: must be a number of seconds/],
  [{ resourceMetadata: '/about' }, /^resourceMetadata: \/about is not an absolute URL/],
  [{ maxStaleSeconds: -1 }, /^maxStaleSeconds: /],
] as const) {
  test(`a guard refuses ${JSON.stringify(options)} and says why`, () => {
    const given = { issuer: issuer.url, audience: testAudience, ...options }
    assert.throws(
      () => Reflect.apply(guard, undefined, [given]),
      (error) => error instanceof TypeError && words.test(error.message),
    )
  })
}

for (const [scopes, words] of [
  [[['a', 'b']], "require: scopes are separate arguments, not a list: write require('a', 'b')"],
  [[undefined], "require: a scope is undefined: give names such as 'read', or nothing for any valid token"],
  [[''], "require: a scope is an empty text: give names such as 'read', or nothing for any valid token"],
  [['read', 7], "require: a scope is number: give names such as 'read', or nothing for any valid token"],
] as const) {
  test(`require(${JSON.stringify(scopes)}) is refused, and not read as fewer scopes`, () => {
    assert.throws(() => Reflect.apply(contacts().require, undefined, [...scopes]), new TypeError(words))
  })
}

test('metadata refuses an unknown member', () => {
  assert.throws(() => Reflect.apply(contacts().metadata, undefined, [{ scope: ['read'] }]), /did you mean scopes\?/)
})

test('refusals are JSON and are not cached', async () => {
  const { headers } = refused(await contacts().require('read').check(request()))
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers['cache-control'], 'no-store')
})
