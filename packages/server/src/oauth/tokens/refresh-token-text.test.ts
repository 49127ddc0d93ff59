import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefreshToken, readRefreshToken, writeRefreshToken } from './refresh-token-text.ts'

const keysOf = (secret: string) => ({
  mac: (purpose: string, message: Uint8Array) => createHmac('sha256', secret).update(purpose).update(message).digest(),
})
const keys = keysOf('one')
const tokens = fc.record(
  {
    familyId: fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    generation: fc.nat(2 ** 32 - 1),
    epoch: fc.constantFrom(0, 1_800_000_000_000),
  },
  { noNullPrototype: true },
)

test('a refresh token is read back as it was written, and the same each time', () => {
  fc.assert(
    fc.property(tokens, (token) => {
      const written = writeRefreshToken(token, keys)
      assert.equal(written, writeRefreshToken(token, keys))
      assert.deepEqual(readRefreshToken(written, keys), token)
    }),
  )
})

test('a refresh token that differs in any character, or was made with another key, is not read', () => {
  fc.assert(
    fc.property(tokens, fc.nat(), fc.constantFrom(...'ABab01-_=.% '), (token, at, character) => {
      const written = writeRefreshToken(token, keys)
      const place = at % written.length
      const changed = written.slice(0, place) + character + written.slice(place + 1)
      if (changed !== written) assert.equal(readRefreshToken(changed, keys), undefined)
      assert.equal(readRefreshToken(written + character, keys), undefined)
      assert.equal(readRefreshToken(written.slice(0, place), keys), undefined)
      assert.equal(readRefreshToken(written, keysOf('another')), undefined)
    }),
    { numRuns: 500 },
  )
})

test('reading any text as a refresh token throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      assert.equal(readRefreshToken(text, keys), undefined)
      assert.equal(readRefreshToken(`vkr_${text}`, keys), undefined)
      assert.equal(isRefreshToken(`vkr_${text}`), true)
    }),
  )
})

test('a refresh token looks random in all its bytes', () => {
  const bits = Array.from({ length: 52 * 8 }, () => 0)
  for (let generation = 0; generation < 2000; generation++) {
    const token = writeRefreshToken({ familyId: 'AAAAAAAAAAAAAAAAAAAAAA', generation, epoch: 0 }, keys)
    for (const [at, byte] of Buffer.from(token.slice(4), 'base64url').entries())
      for (let bit = 0; bit < 8; bit++) bits[at * 8 + bit] = (bits[at * 8 + bit] ?? 0) + ((byte >> bit) & 1)
  }
  for (const count of bits) assert.ok(Math.abs(count - 1000) < 7 * Math.sqrt(2000 / 4), `a bit is set ${count} times`)
})
