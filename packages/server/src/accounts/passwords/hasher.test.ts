import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import { createPasswordChecks } from './checks.ts'
import { createPasswordHasher } from './hasher.ts'

const [composed, decomposed] = ['Zürich im Schnee'.normalize('NFC'), 'Zürich im Schnee'.normalize('NFD')]

test('a password set on one system is accepted from another that encodes its accents differently (RFC 8265 §4.2.2)', async () => {
  const hasher = createPasswordHasher()
  for (const [set, typed] of [
    [composed, decomposed],
    [decomposed, composed],
  ] as const) {
    const hash = await hasher.hash(set)
    assert.equal(await hasher.verify(hash, typed), true)
    assert.equal(await hasher.verify(hash, `${typed}!`), false)
  }
  const old = await argon2(decomposed)
  assert.equal(await hasher.verify(old, decomposed), true, 'a hash from before passwords were normalized')
})

const digestOf = (password: string) => Buffer.from(password.padEnd(15)).toString('base64')

/** Notes the cost of every hash that a check makes. */
function setUp() {
  const made: string[] = []
  const engine = {
    hash: async () => '',
    async verify(hash: string, password: string) {
      made.push(`${hash.split('$')[3]} ${password.length}`)
      return hash.endsWith(`$${digestOf(password)}`)
    },
  }
  const checks = createPasswordChecks({ memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const hashesOf = async (hash: string | undefined, password: string) => {
    made.length = 0
    const right = await checks.check(engine, hash, password)
    return { right, made: [...made] }
  }
  return { checks, hashesOf }
}

const ours = `$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$${digestOf('right')}`
const imported = `$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$${digestOf('right')}`

const [salt, digest] = ['A'.repeat(22), 'A'.repeat(43)]
const unusable = [
  `$argon2id$v=19$m=1,t=1,p=1$${salt}$${digest}`,
  `$argon2id$v=19$m=0,t=0,p=0$${salt}$${digest}`,
  `$argon2id$v=19$m=19456,t=0,p=1$${salt}$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=0$${salt}$${digest}`,
  `$argon2id$v=19$m=999999999,t=1,p=1$${salt}$${digest}`,
  `$argon2id$v=19$m=19456,t=99999,p=1$${salt}$${digest}`,
  `$argon2id$v=18$m=19456,t=2,p=1$${salt}$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=1$AAAA$${digest}`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$AAAA`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$!!`,
  `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${digest}A`,
  '$argon2id$',
  'no hash at all',
]

test('a check does the same hashing for any stored hash, or none', async () => {
  const { checks, hashesOf } = setUp()
  checks.learn(imported)
  const none = await hashesOf(undefined, 'wrong')
  assert.deepEqual(none.made, ['m=19456,t=2,p=1 5', 'm=65536,t=3,p=4 5'])
  for (const hash of [ours, imported]) {
    assert.deepEqual((await hashesOf(hash, 'wrong')).made, none.made)
    const right = await hashesOf(hash, 'right')
    assert.deepEqual(right, { right: true, made: none.made })
  }
})

test('a password is hashed twice if its normal form differs, correct or not, and otherwise once', async () => {
  const { hashesOf } = setUp()
  assert.equal((await hashesOf(ours, composed)).made.length, 1)
  assert.equal((await hashesOf(ours, decomposed)).made.length, 2)
  assert.equal((await hashesOf(undefined, decomposed)).made.length, 2)
})

test('a malformed stored hash matches no password, takes as long as any other, and affects no other check', async () => {
  const hasher = createPasswordHasher()
  const right = await hasher.hash('right')
  for (const hash of unusable) {
    hasher.learnCost(hash)
    assert.equal(await hasher.verify(hash, 'right'), false, hash)
    assert.equal(await hasher.verify(undefined, 'right'), false, hash)
    assert.equal(await hasher.verify(right, 'right'), true, hash)
  }
  const { hashesOf } = setUp()
  const none = await hashesOf(undefined, 'wrong')
  for (const hash of unusable) assert.deepEqual((await hashesOf(hash, 'wrong')).made, none.made)
})

test('a text longer than any password is not normalized, which takes time quadratic in its combining characters', async () => {
  const hasher = createPasswordHasher()
  const hash = await hasher.hash('')
  const marks = '\u0301\u0316'.repeat(16_000)
  await hasher.verify(hash, 'warm up')
  const before = process.cpuUsage()
  assert.equal(await hasher.verify(hash, marks), false)
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 150_000, `${(user + system) / 1000} ms`)
})
