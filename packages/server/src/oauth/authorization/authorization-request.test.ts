import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encode } from '../../../../../conformance/target/target.ts'
import { authorizationRequest, type ClientName, calendar, type Fields, startServer } from '../../testing/server.ts'

const server = await startServer()

/** Sends a request that must be refused, and returns the error as the client gets it. */
async function errorOf(client: ClientName, fields: Fields, by = 'query'): Promise<string | null> {
  const outcome = await server.authorize(client, fields)
  assert.equal(outcome.by, by, outcome.page.html.slice(0, 200))
  assert.equal(outcome.fields.get('code'), null)
  assert.equal(outcome.fields.get('access_token'), null)
  assert.equal(outcome.fields.get('iss'), server.issuer, 'iss is in every error (RFC 9207 §2)')
  if (!Array.isArray(fields.state)) assert.equal(outcome.fields.get('state'), outcome.state)
  return outcome.fields.get('error')
}

test('a response_type that is missing or unknown is refused (RFC 6749 §3.1.1, §4.1.2.1)', async () => {
  assert.equal(await errorOf('web', { response_type: undefined }), 'invalid_request')
  for (const response_type of ['unheard-of', 'CODE', 'none', 'code ', 'code code']) {
    assert.equal(await errorOf('web', { response_type }), 'unsupported_response_type', response_type)
  }
})

test('a client without the implicit grant never gets a token in a fragment (RFC 9700 §2.1.2)', async () => {
  for (const response_type of ['token', 'code token', 'token code', 'id_token token', 'code id_token token']) {
    const error = await errorOf('web', { response_type }, 'fragment')
    assert.match(String(error), /^(unauthorized_client|unsupported_response_type)$/, response_type)
  }
  assert.equal(await errorOf('implicit', { response_type: 'code' }), 'unauthorized_client')
})

test('a missing challenge, plain, and a method left out are refused for every client (RFC 7636 §4.4.1, RFC 9700 §2.1.1)', async () => {
  for (const client of ['web', 'other'] as const) {
    for (const fields of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge: undefined },
      { code_challenge: '' },
      { code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
      { code_challenge_method: 's256' },
      { code_challenge: 'a'.repeat(42) },
      { code_challenge: 'a'.repeat(44) },
      { code_challenge: `${'a'.repeat(42)}=` },
    ]) {
      assert.equal(await errorOf(client, fields), 'invalid_request', JSON.stringify(fields))
    }
  }
})

test('a refusal names the missing parameter, the received value and the registered one', async () => {
  for (const [client, fields, expected] of [
    ['web', { code_challenge: undefined }, /^code_challenge is missing: PKCE with S256 is required \(/],
    [
      'web',
      { response_type: 'token' },
      /response_type token; it is registered with response_types code; grant_types authorization_code refresh_token/,
    ],
    ['implicit', { response_type: 'code' }, /response_type code; it is registered with response_types token/],
    ['web', { scope: 'openid read' }, /may not ask for: openid; add it to the scope of the client/],
  ] as const) {
    const description = (await server.authorize(client, fields)).fields.get('error_description') ?? ''
    assert.match(description, expected)
    assert.match(description, /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/, 'RFC 6749 §5.2')
  }
})

test('a client that may leave out PKCE may not use plain (RFC 9700 §2.1.1)', async () => {
  assert.equal(await errorOf('withoutPkce', { code_challenge_method: 'plain' }), 'invalid_request')
  assert.equal(await errorOf('withoutPkce', { code_challenge: undefined }), 'invalid_request')
})

test('a scope beyond the client, or outside the grammar, is invalid (RFC 6749 §3.3, §4.1.2.1)', async () => {
  for (const scope of ['write', 'read write', 'unheard-of', 'READ', 'read"', 'réad', 'read\tcreate', '\\']) {
    assert.equal(await errorOf('web', { scope }), 'invalid_scope', scope)
  }
})

test('a resource that the client may not use is an invalid target (RFC 8707 §2)', async () => {
  for (const resource of [
    'https://unknown.example',
    'contacts',
    'https://contacts.example.com/x',
    ['https://contacts.example.com', 'https://unknown.example'],
  ]) {
    assert.equal(await errorOf('web', { resource }), 'invalid_target', String(resource))
  }
})

test('a repeated parameter is refused, and a repeated state is not sent back (RFC 6749 §3.1)', async () => {
  for (const name of ['scope', 'response_type', 'code_challenge', 'prompt', 'unheard_of']) {
    assert.equal(await errorOf('web', { [name]: ['code', 'code'] }), 'invalid_request', name)
  }
  const outcome = await server.authorize('web', { state: ['one', 'two'] })
  assert.equal(outcome.fields.get('error'), 'invalid_request')
  assert.equal(outcome.fields.has('state'), false)
})

test('an unknown response_mode, and a token in a query, are refused (Multiple Response Types §2.1)', async () => {
  assert.equal(await errorOf('web', { response_mode: 'unheard-of' }), 'invalid_request')
  const implicit = { response_type: 'token', code_challenge: undefined, code_challenge_method: undefined }
  assert.equal(await errorOf('implicit', { ...implicit, response_mode: 'query' }, 'fragment'), 'invalid_request')
})

test('a request object of a client without keys is refused (RFC 9101 §6.2)', async () => {
  assert.equal(await errorOf('web', { request: 'x.y.z' }), 'invalid_request_object')
  assert.equal(await errorOf('web', { request_uri: 'https://evil.example/x' }), 'invalid_request_uri')
})

test('prompt=none never shows a page: login_required, then consent_required, then a code (OIDC Core §3.1.2.6)', async () => {
  const browser = server.browser()
  const ask = (fields: Fields) => server.authorize('other', fields, { browser })
  assert.equal((await ask({ prompt: 'none' })).fields.get('error'), 'login_required')
  await server.authorize('web', {}, { browser })
  assert.equal((await ask({ prompt: 'none' })).fields.get('error'), 'consent_required')
  await ask({ scope: 'read' })
  assert.ok((await ask({ prompt: 'none', scope: 'read' })).fields.get('code'))
  assert.equal((await ask({ prompt: 'none', scope: 'write' })).fields.get('error'), 'consent_required')
  assert.equal(await errorOf('other', { prompt: 'none login' }), 'invalid_request')
})

test('max_age that is no number is refused (OIDC Core §3.1.2.1)', async () => {
  for (const max_age of ['-1', '1.5', 'x', '1e9']) assert.equal(await errorOf('web', { max_age }), 'invalid_request')
})

test('state comes back byte for byte, and unknown parameters are ignored (RFC 6749 §4.1.2, §3.1)', async () => {
  for (const state of ['', 'a b+c%20', '"<>&\'é…🔑', 'x'.repeat(4000), '%00', 'a&error=x', '\r\nSet-Cookie: x=1']) {
    const outcome = await server.authorize('web', { state: state || undefined, unheard_of: '1' })
    assert.ok(outcome.fields.get('code'), outcome.page.html)
    assert.equal(outcome.fields.get('state') ?? '', state)
  }
})

test('iss is exact in a success, and a registered query is kept (RFC 9207 §2, RFC 6749 §3.1.2)', async () => {
  const outcome = await server.authorize('web', { redirect_uri: 'https://app.example.com/other?kept=1' })
  assert.equal(outcome.fields.get('iss'), server.issuer)
  assert.equal(outcome.fields.get('kept'), '1')
  assert.ok(outcome.fields.get('code'))
})

test('a request by POST is served like one by GET (RFC 6749 §3.1)', async () => {
  const { fields } = authorizationRequest('web')
  const browser = server.browser()
  const page = await browser.post(`${server.issuer}/authorize`, encode(fields))
  assert.equal(page.status, 303)
  assert.match(String((await browser.open(String(page.location))).location), /\/login\?/)
  const json = await server
    .browser()
    .post(`${server.issuer}/authorize`, '{}', undefined, { 'content-type': 'application/json' })
  assert.equal(json.status, 400)
})

test('broken percent-encoding and null bytes get a page (RFC 6749 §4.1.2.1)', async () => {
  for (const query of ['client_id=%', 'client_id=web&state=%ff', 'client_id=web%00', 'client_id=web&state=%00']) {
    const page = await server.browser().open(`${server.issuer}/authorize?${query}`)
    assert.equal(page.status, 400, query)
    assert.equal(page.location, undefined)
  }
})

test('a denial reaches the app as access_denied (RFC 6749 §4.1.2.1)', async () => {
  const outcome = await server.authorize('web', { prompt: 'consent' }, { decision: 'deny' })
  assert.equal(outcome.fields.get('error'), 'access_denied')
  assert.equal(outcome.fields.get('state'), outcome.state)
})

test('an unticked scope is not granted, and the response says so (RFC 6749 §3.3)', async () => {
  const { json } = await server.grant('web', { prompt: 'consent' }, { scope: ['read'] })
  assert.equal(json.scope, 'read')
  const none = await server.authorize('web', { prompt: 'consent' }, { scope: [] })
  assert.equal(none.fields.get('error'), 'access_denied')
  const smuggled = await server.authorize(
    'web',
    { prompt: 'consent', scope: 'read' },
    { scope: ['read', 'delete', 'write'] },
  )
  assert.equal((await server.redeem('web', smuggled)).json.scope, 'read')
})

test('an app that was allowed before gets a response at once, and the page requests only new scopes', async () => {
  const browser = server.browser()
  await server.authorize('other', { scope: 'read' }, { browser, person: 'bob' })
  const both = { scope: 'read write', resource: calendar }
  await server.authorize('other', { ...both, scope: 'read' }, { browser, person: 'bob' })
  const again = await browser.open(
    `${server.issuer}/authorize?${encode(authorizationRequest('other', { scope: 'read' }).fields)}`,
  )
  assert.match(String(again.location), /^https:\/\/other\.example\.com\/callback\?code=/)
  const more = await browser.open(`${server.issuer}/authorize?${encode(authorizationRequest('other', both).fields)}`)
  const page = await browser.follow(more)
  assert.match(page.html, /value="write"/)
  assert.doesNotMatch(page.html, /<input[^>]*value="read"/)
})

test('a denial counts even if another tab allowed the same (RFC 6749 §4.1.2.1)', async () => {
  const browser = server.browser()
  await server.authorize('web', {}, { browser, person: 'bob', decision: 'deny' })
  const open = async () =>
    browser.follow(await browser.open(`${server.issuer}/authorize?${encode(authorizationRequest('web', {}).fields)}`))
  const [first, second] = [await open(), await open()]
  const allowed = await browser.submit(first, 'decision', { decision: 'allow', scope: ['read', 'create', 'delete'] })
  assert.match(String(allowed.location), /[?&]code=/)
  const denied = await browser.submit(second, 'decision', { decision: 'deny' })
  assert.match(String(denied.location), /[?&]error=access_denied/)
})
