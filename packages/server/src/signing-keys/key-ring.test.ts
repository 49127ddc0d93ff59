import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
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

test('a key that decrypts neither signs nor verifies', () => {
  const encryptionKey = { id: 'enc', algorithm: 'ECDH-ES', privateKey, activeFrom: 100 }
  const made = createKeyRing({ macKey: new Uint8Array(32), clock: () => 500 })
  made.replace([encryptionKey])
  for (const algorithm of ['ECDH-ES', 'ES256'] as const)
    assert.throws(() => made.sign(algorithm as 'ES256', 'at+jwt', {}), /there is no .* key to sign with/)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const alg of ['ECDH-ES', 'ES256']) {
    const input = `${part({ alg, typ: 'at+jwt', kid: 'enc' })}.${part({ sub: 'alice' })}`
    const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })
    assert.equal(made.verify(`${input}.${signature.toString('base64url')}`, 'at+jwt'), undefined)
  }
})
