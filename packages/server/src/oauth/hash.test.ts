import assert from 'node:assert/strict'
import { hash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { hashSecret, makeDatedId, makeDatedSecret } from './hash.ts'

const random = (bytes: number) => randomBytes(bytes).toString('base64url')
const now = Date.UTC(2026, 0, 1)

test('hashes of codes and access tokens made at one time are adjacent, and otherwise unrelated', () => {
  for (const kind of ['code', 'access_token'] as const) {
    const made = Array.from({ length: 100 }, () => makeDatedSecret(kind, now, random))
    assert.equal(new Set(made.map((one) => one.hash.slice(0, 8))).size, 1)
    assert.equal(new Set(made.map((one) => one.hash.slice(8))).size, 100)
    assert.notEqual(makeDatedSecret(kind, now + 1, random).hash.slice(0, 8), made[0]?.hash.slice(0, 8))
    for (const { secret, hash } of made) assert.equal(hashSecret(kind, secret), hash)
  }
})

test('a secret that differs in one character has another hash, and so has the same secret as another kind', () => {
  const { secret, hash } = makeDatedSecret('access_token', now, random)
  for (let at = 0; at < secret.length; at++) {
    const other = secret.slice(0, at) + (secret[at] === 'A' ? 'B' : 'A') + secret.slice(at + 1)
    assert.notEqual(hashSecret('access_token', other), hash)
  }
  assert.notEqual(String(hashSecret('code', secret)), String(hash))
})

test('the hash of a secret that is not dated is its hash alone', () => {
  for (const secret of [random(32), `vka_${random(32)}`, `vka_${random(39)}x`, `vkr_${random(39)}`, '', 'vka_'])
    assert.equal(hashSecret('access_token', secret), hash('sha256', `access_token:${secret}`, 'base64url'))
})

test('ids made at one time are adjacent, and ten of their 16 bytes are random', () => {
  const made = Array.from({ length: 100 }, () => makeDatedId(now, random))
  assert.equal(new Set(made.map((one) => one.slice(0, 8))).size, 1)
  assert.equal(new Set(made.map((one) => one.slice(8))).size, 100)
  for (const one of made) assert.equal(Buffer.from(one, 'base64url').length, 16)
})
