import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { createKeyRing } from './key-ring.ts'

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const key = (id: string, activeFrom: number) => ({ id, algorithm: 'ES256', privateKey, activeFrom }) as const

const ring = (now: number, ...keys: ReturnType<typeof key>[]) => {
  const made = createKeyRing({ macKey: new Uint8Array(32), clock: () => now })
  made.replace(keys)
  return made
}

function kidAt(now: number, ...keys: ReturnType<typeof key>[]): string {
  const [header] = ring(now, ...keys)
    .sign('ES256', 'at+jwt', {})
    .split('.')
  return JSON.parse(Buffer.from(header ?? '', 'base64url').toString()).kid
}

test('the newest active key signs, whatever the order of the keys', () => {
  const keys = [key('b', 200), key('c', 300), key('a', 100)]
  assert.equal(kidAt(250, ...keys), 'b')
  assert.equal(kidAt(300, ...keys), 'c')
  assert.equal(kidAt(199, ...keys.toReversed()), 'a')
})

test('if a clock was set back before all keys were active, the oldest signs', () => {
  assert.equal(kidAt(50, key('b', 200), key('a', 100)), 'a')
})

test('without a key nothing is signed', () => {
  assert.throws(() => ring(0).sign('ES256', 'at+jwt', {}), /there is no ES256 key to sign with/)
  assert.throws(() => ring(500, key('a', 100)).sign('RS256', 'at+jwt', {}), /there is no RS256 key/)
})
