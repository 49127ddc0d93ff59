import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { isRandomSecret, makeClientSecret } from './random-secret.ts'

test('random bytes in base64url, base64 and hex are recognized as random', () => {
  for (const encoding of ['base64url', 'base64', 'hex'] as const) {
    const all = Array.from({ length: 500 }, () => randomBytes(32).toString(encoding))
    assert.ok(all.filter(isRandomSecret).length > 450, encoding)
  }
  assert.ok(isRandomSecret(makeClientSecret((bytes) => randomBytes(bytes).toString('base64url'))))
})

test('a sentence, a word, a pattern or a sequence is not random, however long it is', () => {
  for (const secret of [
    'a-long-random-secret-that-only-this-job-knows',
    'a-long-random-secret-that-only-this-job-kno',
    'machine-secret-0123456789abcdefghijklmnopqrs',
    'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    'AbCdEfGhIjKlMnOpQrStUvWxYz0123456789aBcDeFg',
    'ThisIsMyVerySecretPasswordForTheServer12345',
    'My-Super-Secret-Client-Key-For-Prod-2024-v1',
    'QwErTyUiOpAsDfGhJkLzXcVbNm1234567890QwErTyU',
    'Zm9ydHktdHdvLXJhbmRvbS1ieXRlcy1hcmUtZ29vZA',
    'a'.repeat(43),
    'deadbeef'.repeat(8),
    '0123456789abcdef'.repeat(4),
    randomBytes(24).toString('base64url'),
    '',
  ])
    assert.equal(isRandomSecret(secret), false, secret)
})
