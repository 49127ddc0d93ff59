import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertGranted, startServer } from '../../../testing/server.ts'

const server = await startServer()
const withoutChallenge = { code_challenge: undefined, code_challenge_method: undefined }

test('a code travels in the query by default, and in the fragment when asked (RFC 6749 §4.1.2)', async () => {
  for (const [response_mode, by] of [
    [undefined, 'query'],
    ['query', 'query'],
    ['fragment', 'fragment'],
  ] as const) {
    const outcome = await server.authorize('web', { response_mode })
    assert.equal(outcome.by, by)
    assert.equal(outcome.page.status, 303)
    assertGranted(await server.redeem('web', outcome))
  }
})

test('form_post escapes every field, runs only its own script, and is not cached (Form Post Response Mode §2)', async () => {
  const state = `"><script>alert(1)</script>'&quot;`
  const outcome = await server.authorize('web', { response_mode: 'form_post', state })
  assert.equal(outcome.by, 'form_post')
  assert.equal(outcome.to, 'https://app.example.com/callback')
  assert.equal(outcome.fields.get('state'), state)
  assert.equal(outcome.fields.get('iss'), server.issuer)
  assertGranted(await server.redeem('web', outcome))
  const { html, headers } = outcome.page
  assert.doesNotMatch(html, /<script>alert/)
  assert.equal(headers.get('cache-control'), 'no-store')
  const policy = headers.get('content-security-policy') ?? ''
  const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1]
  assert.ok(nonce, policy)
  for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) assert.match(tag, new RegExp(`nonce="${nonce}"`))
  assert.doesNotMatch(policy, /form-action/)
  assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/)
})

test('an error travels by form_post, too (Form Post Response Mode §2)', async () => {
  const outcome = await server.authorize('web', { response_mode: 'form_post', scope: 'unheard-of' })
  assert.equal(outcome.by, 'form_post')
  assert.equal(outcome.fields.get('error'), 'invalid_scope')
})

test('the implicit grant responds with a token in the fragment and no refresh token (RFC 6749 §4.2.2)', async () => {
  const outcome = await server.authorize('implicit', { response_type: 'token', ...withoutChallenge, scope: 'read' })
  assert.equal(outcome.by, 'fragment')
  const { fields } = outcome
  assert.equal(fields.get('token_type'), 'Bearer')
  assert.equal(fields.get('expires_in'), '600')
  assert.equal(fields.get('scope'), 'read')
  assert.equal(fields.get('state'), outcome.state)
  assert.equal(fields.get('iss'), server.issuer)
  assert.equal(fields.has('refresh_token'), false)
  assert.equal(fields.has('code'), false)
  assert.equal((await server.introspect(fields.get('access_token'))).active, true)
})

test('the errors of the implicit grant travel in the fragment (RFC 6749 §4.2.2.1)', async () => {
  const ask = { response_type: 'token', ...withoutChallenge }
  const denied = await server.authorize('implicit', { ...ask, prompt: 'consent' }, { decision: 'deny' })
  assert.equal(denied.by, 'fragment')
  assert.equal(denied.fields.get('error'), 'access_denied')
  const wide = await server.authorize('implicit', { ...ask, scope: 'delete' })
  assert.equal(wide.by, 'fragment')
  assert.equal(wide.fields.get('error'), 'invalid_scope')
  assert.equal(wide.fields.get('state'), wide.state)
})

test('a response is a 303 without a referrer (RFC 9700 §4.2.4, §4.12)', async () => {
  const { page } = await server.authorize('web')
  assert.equal(page.status, 303)
  assert.equal(page.headers.get('referrer-policy'), 'no-referrer')
  assert.equal(page.headers.get('cache-control'), 'no-store')
})
