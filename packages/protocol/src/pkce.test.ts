import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isCodeChallenge, isCodeVerifier } from './pkce.ts'

test('a verifier has 43 to 128 unreserved characters (RFC 7636 §4.1)', () => {
  for (const length of [43, 44, 127, 128]) assert.equal(isCodeVerifier('a-._~Z09'.repeat(16).slice(0, length)), true)
  for (const bad of [
    '',
    'a'.repeat(42),
    'a'.repeat(129),
    `${'a'.repeat(43)}+`,
    `${'a'.repeat(43)}\n`,
    `${'a'.repeat(43)}é`,
  ]) {
    assert.equal(isCodeVerifier(bad), false, bad)
  }
})

test('a challenge has 43 base64url characters, without padding (RFC 7636 §4.2)', () => {
  assert.equal(isCodeChallenge('a'.repeat(43)), true)
  for (const bad of [
    '',
    'a'.repeat(42),
    'a'.repeat(44),
    `${'a'.repeat(43)}=`,
    `${'a'.repeat(42)}+`,
    `${'a'.repeat(42)}/`,
    `${'a'.repeat(43)}\n`,
  ]) {
    assert.equal(isCodeChallenge(bad), false, bad)
  }
})
