import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contextClaims, type GrantContext, readGrantContext, writeGrantContext } from './grant-context.ts'

const full: GrantContext = {
  authenticatedAt: 1_700_000_000_500,
  nonce: 'n-0S6',
  sid: 'session',
  acr: 'urn:example:loa:2',
  amr: ['pwd', 'otp'],
  claims: { userinfo: { email: null } },
  binding: { jkt: 'thumbprint' },
  actor: { sub: 'support' },
}

test('a context is read back as it was written', () => {
  assert.deepEqual(readGrantContext(writeGrantContext(full), 0), full)
})

test('a login time alone is stored in its own column', () => {
  assert.equal(writeGrantContext({ authenticatedAt: 5 }), null)
  assert.deepEqual(readGrantContext(null, 5), { authenticatedAt: 5 })
})

test('unknown members of a context are ignored, so that a later release can add one', () => {
  const text = JSON.stringify({ ...full, later: { deep: [1] } })
  assert.deepEqual(readGrantContext(text, 0), full)
})

test('a member of another type is ignored, and an unreadable binding matches nothing', () => {
  const wrong = {
    authenticatedAt: 'now',
    nonce: 1,
    sid: null,
    acr: [],
    amr: 'pwd',
    claims: [],
    binding: 'x',
    actor: true,
  }
  assert.deepEqual(readGrantContext(JSON.stringify(wrong), 7), { authenticatedAt: 7, binding: {} })
  assert.deepEqual(readGrantContext(JSON.stringify({ amr: ['pwd', 1] }), 7), { authenticatedAt: 7 })
})

for (const text of ['', '{', 'null', '[]', '"text"', '1', '\u0000']) {
  test(`a malformed context ${JSON.stringify(text)} keeps the login time and matches no binding`, () => {
    assert.deepEqual(readGrantContext(text, 7), { authenticatedAt: 7, binding: {} })
  })
}

test('members of a prototype are not members of a context', () => {
  assert.deepEqual(readGrantContext('{"__proto__":{"nonce":"inherited"}}', 7), { authenticatedAt: 7 })
})

test('the claims of an access token follow from the context (RFC 9068 §2.2.1, RFC 7800 §3.1, RFC 8693 §4.1)', () => {
  assert.deepEqual(contextClaims(full), {
    auth_time: 1_700_000_000,
    acr: full.acr,
    amr: full.amr,
    cnf: full.binding,
    act: full.actor,
  })
  assert.deepEqual(contextClaims({ authenticatedAt: 5_999 }), { auth_time: 5 })
})
