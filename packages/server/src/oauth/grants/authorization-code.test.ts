import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { assertRefused, startServer, text } from '../../testing/server.ts'

const server = await startServer()
const isActive = async (token: unknown) => (await server.introspect(token)).active

test('a code gives an access and a refresh token, with the scope that was granted (RFC 6749 §4.1.4, §5.1)', async () => {
  const answer = await server.grant('web', { scope: 'read create' })
  assert.equal(answer.status, 200, answer.text)
  assert.equal(answer.json.token_type, 'Bearer')
  assert.equal(answer.json.expires_in, 600)
  assert.equal(answer.json.scope, 'read create')
  assert.ok(text(answer, 'refresh_token'))
  assert.equal(await isActive(answer.json.access_token), true)
})

test('a code used twice is refused, and its tokens are revoked (RFC 6749 §4.1.2)', async () => {
  const outcome = await server.authorize('web')
  const first = await server.redeem('web', outcome)
  assert.equal(await isActive(first.json.access_token), true)
  assertRefused(await server.redeem('web', outcome), 'invalid_grant')
  assert.equal(await isActive(first.json.access_token), false)
  assertRefused(await server.refresh('web', first.json.refresh_token), 'invalid_grant')
})

test('a replay revokes refreshed tokens, too (RFC 6749 §4.1.2)', async () => {
  const outcome = await server.authorize('web')
  const first = await server.redeem('web', outcome)
  const second = await server.refresh('web', first.json.refresh_token)
  assertRefused(await server.redeem('web', outcome), 'invalid_grant')
  assert.equal(await isActive(second.json.access_token), false)
  assertRefused(await server.refresh('web', second.json.refresh_token), 'invalid_grant')
})

test('a code redeemed by another client is refused, and stays valid for its own (RFC 6749 §4.1.3)', async () => {
  const outcome = await server.authorize('web')
  assertRefused(
    await server.redeem('other', outcome, { redirect_uri: 'https://app.example.com/callback' }),
    'invalid_grant',
  )
  assert.equal((await server.redeem('web', outcome)).status, 200)
})

test('a replay by another client does not revoke the tokens (RFC 9700 §4.13)', async () => {
  const outcome = await server.authorize('web')
  const first = await server.redeem('web', outcome)
  assertRefused(await server.redeem('other', outcome), 'invalid_grant')
  assert.equal(await isActive(first.json.access_token), true)
})

test('a redirect_uri that differs from the requested one is refused (RFC 6749 §4.1.3)', async () => {
  for (const redirect_uri of [
    'https://app.example.com/other?kept=1',
    'https://app.example.com/callback/',
    'https://evil.example',
  ]) {
    assertRefused(await server.redeem('web', await server.authorize('web'), { redirect_uri }), 'invalid_grant')
  }
})

test('without PKCE the redirect_uri of the request must be repeated (RFC 6749 §4.1.3)', async () => {
  const plain = { code_challenge: undefined, code_challenge_method: undefined }
  const outcome = await server.authorize('withoutPkce', plain)
  assertRefused(
    await server.redeem('withoutPkce', outcome, { redirect_uri: undefined, code_verifier: undefined }),
    'invalid_grant',
  )
  const again = await server.authorize('withoutPkce', plain)
  assert.equal((await server.redeem('withoutPkce', again, { code_verifier: undefined })).status, 200)
})

test('a wrong verifier is refused and spends the code (RFC 7636 §4.6)', async () => {
  const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url')
  for (const bad of [
    () => undefined,
    () => '',
    () => 'x'.repeat(43),
    (right: string) => right.slice(0, 42),
    (right: string) => right + 'x'.repeat(129 - right.length),
    challengeOf,
  ]) {
    const outcome = await server.authorize('web')
    assertRefused(await server.redeem('web', outcome, { code_verifier: bad(outcome.verifier) }), 'invalid_grant')
    assertRefused(await server.redeem('web', outcome), 'invalid_grant')
  }
})

test('a verifier of 42 or 129 characters is refused even where its challenge was sent (RFC 7636 §4.1)', async () => {
  for (const verifier of ['a'.repeat(42), 'a'.repeat(129), `${'a'.repeat(43)}é`]) {
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const outcome = await server.authorize('web', { code_challenge })
    assertRefused(await server.redeem('web', outcome, { code_verifier: verifier }), 'invalid_grant')
  }
})

test('a verifier is refused where the request had no challenge (RFC 9700 §4.8.2)', async () => {
  const outcome = await server.authorize('withoutPkce', { code_challenge: undefined, code_challenge_method: undefined })
  assertRefused(await server.redeem('withoutPkce', outcome), 'invalid_grant')
})

test('a code expires after a minute (RFC 6749 §4.1.2)', async () => {
  const late = await server.authorize('web')
  server.pass(61)
  assertRefused(await server.redeem('web', late), 'invalid_grant')
  const intime = await server.authorize('web')
  server.pass(58)
  assert.equal((await server.redeem('web', intime)).status, 200)
})

test('a code, a refresh token and an access token are not interchangeable', async () => {
  const outcome = await server.authorize('web')
  const code = outcome.fields.get('code')
  assertRefused(await server.refresh('web', code), 'invalid_grant')
  assert.equal(await isActive(code), false)
  const { json } = await server.redeem('web', outcome)
  const asCode = (code: unknown) => server.redeem('web', outcome, { code: String(code) })
  assertRefused(await asCode(json.access_token), 'invalid_grant')
  assertRefused(await asCode(json.refresh_token), 'invalid_grant')
  assertRefused(await server.refresh('web', json.access_token), 'invalid_grant')
})

test('a token response narrows to the resource that the token request names (RFC 8707 §2.2)', async () => {
  const resource = ['https://contacts.example.com', 'https://calendar.example.com']
  const outcome = await server.authorize('other', { scope: 'read', resource })
  const narrowed = await server.redeem('other', outcome, { resource: 'https://contacts.example.com/' })
  assert.equal(narrowed.status, 200, narrowed.text)
  const seen = await server.introspect(narrowed.json.access_token, 'other')
  assert.equal(seen.aud, 'https://contacts.example.com')
  const foreign = await server.redeem('web', await server.authorize('web'), {
    resource: 'https://calendar.example.com',
  })
  assertRefused(foreign, 'invalid_target')
})
