import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from '../../testing/cli.ts'

/** Tests that are not about the cost of argon2id use a hash. */
const password_hash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const accounts = (count: number, name: string, password: object) =>
  Array.from({ length: count }, (_, at) => ({ username: `user-${at}`, name: `${name} ${at}`, ...password }))

test('5,000 changed accounts are described and applied without hashing a password that did not change', async () => {
  const place = await createPlace({ accounts: accounts(5_000, 'First', { password_hash }) })
  assert.equal((await place.run(['apply', place.file])).code, 0)
  place.write({ accounts: accounts(5_000, 'Second', { password_hash }) })
  for (const [args, verb] of [
    [['--dry-run'], 'would change'],
    [[], 'changed'],
  ] as const) {
    const { stdout, stderr } = await place.run(['apply', place.file, ...args])
    assert.equal(stdout.match(new RegExp(`^${verb} account user-`, 'gm'))?.length, 5_000, stderr)
  }
})

test('apply may change more passwords than fit in the hashing queue', async () => {
  const place = await createPlace({ accounts: accounts(250, 'One', { password_hash }) })
  assert.equal((await place.run(['apply', place.file])).code, 0)
  place.write({ accounts: accounts(250, 'One', { password: 'the same for all of them' }) })
  const { stdout, stderr } = await place.run(['apply', place.file])
  assert.equal(stdout.match(/^ {2}password$/gm)?.length, 250, stderr)
})
