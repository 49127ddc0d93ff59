import assert from 'node:assert/strict'
import { test } from 'node:test'
import { random } from '../../secrets/random.ts'
import { codeAt } from '../../testing/authenticator-app.ts'
import { makeRecoveryCodes, normalizeRecoveryCode } from './recovery-codes.ts'
import { findStep, stepOf, toBase32, toOtpAuth, totpCode } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

test('codes are those of RFC 6238 appendix B, of which six digits are shown', () => {
  for (const [seconds, code] of [
    [59, '94287082'],
    [1111111109, '07081804'],
    [1111111111, '14050471'],
    [1234567890, '89005924'],
    [2000000000, '69279037'],
    [20000000000, '65353130'],
  ] as const) {
    assert.equal(totpCode(secret, stepOf(seconds * 1000)), code.slice(2))
  }
})

test('codes are those of an authenticator app, whatever the secret', () => {
  for (let run = 0; run < 20; run++) {
    const own = Buffer.from(random(20), 'base64url')
    const now = Date.UTC(2030, 0, 1) + run * 86_400_000
    assert.equal(totpCode(own, stepOf(now)), codeAt(toBase32(own), now))
  }
})

test('a code is accepted one step early or late, and no further (RFC 6238 §5.2)', () => {
  const now = 1_700_000_010_000
  const step = stepOf(now)
  for (const [away, accepted] of [
    [-2, false],
    [-1, true],
    [0, true],
    [1, true],
    [2, false],
  ] as const) {
    assert.equal(findStep(secret, totpCode(secret, step + away), now), accepted ? step + away : undefined)
  }
  for (const wrong of ['', '12345', '1234567', 'abcdef', '００００００'])
    assert.equal(findStep(secret, wrong, now), undefined)
})

test('the address in the QR code names server and user, and nothing of a name becomes a parameter', () => {
  const address = new URL(toOtpAuth(secret, { server: 'id.example.com:4000', username: 'a&issuer=b:c' }))
  assert.equal(address.searchParams.get('secret'), 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
  assert.deepEqual(address.searchParams.getAll('issuer'), ['id.example.com 4000'])
  assert.equal(decodeURIComponent(address.pathname), '/id.example.com 4000:a&issuer=b c')
})

test('recovery codes differ, and are read as users type them', () => {
  const codes = makeRecoveryCodes(random)
  assert.equal(new Set(codes).size, 10)
  for (const code of codes) {
    assert.match(code, /^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/)
    const plain = code.replaceAll('-', '')
    for (const typed of [code, plain, ` ${code.toUpperCase()} `, plain.replaceAll('0', 'O').replaceAll('1', 'l')]) {
      assert.equal(normalizeRecoveryCode(typed), plain)
    }
  }
  for (const wrong of ['', 'aaaa-aaaa', 'uuuu-uuuu-uuuu', `${codes[0]}a`])
    assert.equal(normalizeRecoveryCode(wrong), undefined)
})
