import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hash as argon2 } from '@node-rs/argon2'
import { createArgon2Checks } from './argon2-checks.ts'
import { createPasswordHasher } from './password-hasher.ts'

const [composed, decomposed] = ['Zürich im Schnee'.normalize('NFC'), 'Zürich im Schnee'.normalize('NFD')]

test('a password set on one system is right on another that writes its accents otherwise (RFC 8265 §4.2.2)', async () => {
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

/** Notes the cost of every hash that a check makes. */
function setUp() {
  const made: string[] = []
  const engine = {
    hash: async () => '',
    async verify(hash: string, password: string) {
      made.push(`${hash.split('$')[3]} ${password.length}`)
      return hash.endsWith(`$${Buffer.from(password).toString('hex')}`)
    },
  }
  const checks = createArgon2Checks({ memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  const hashesOf = async (hash: string | undefined, password: string) => {
    made.length = 0
    const right = await checks.check(engine, hash, password)
    return { right, made: [...made] }
  }
  return { checks, hashesOf }
}

const ours = `$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$${Buffer.from('right').toString('hex')}`
const imported = `$argon2id$v=19$m=65536,t=3,p=4$c2FsdA$${Buffer.from('right').toString('hex')}`

test('a check hashes the same whatever hash an account has, or none', async () => {
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

test('a password is hashed twice where its normal form differs, right or wrong, and once where it does not', async () => {
  const { hashesOf } = setUp()
  assert.equal((await hashesOf(ours, composed)).made.length, 1)
  assert.equal((await hashesOf(ours, decomposed)).made.length, 2)
  assert.equal((await hashesOf(undefined, decomposed)).made.length, 2)
})
