import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPlace } from '../cli.testing.ts'

const place = await createPlace()
/** A hash is given, so that what is tried is not how long argon2id takes. */
const password_hash =
  '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const accounts = (name: string, password: object = { password_hash }) =>
  Array.from({ length: 5_000 }, (_, at) => ({ username: `user-${at}`, name: `${name} ${at}`, ...password }))

test('5,000 accounts are added, and changed, and a dry run describes them, without hashing a password that did not change', async () => {
  for (const [name, verb] of [
    ['First', 'add'],
    ['Second', 'change'],
  ] as const) {
    place.write({ accounts: accounts(name) })
    const dry = await place.run(['apply', place.file, '--dry-run'])
    assert.equal(dry.stdout.match(new RegExp(`^would ${verb} account user-`, 'gm'))?.length, 5_000, dry.stderr)
    const began = performance.now()
    const { code, stderr } = await place.run(['apply', place.file])
    assert.equal(code, 0, stderr)
    assert.ok(performance.now() - began < 60_000)
  }
  assert.match((await place.run(['apply', place.file])).stdout, /^nothing to change/)
})

test('more passwords change at once than may wait to be hashed', async () => {
  const some = (password: string) =>
    accounts('Second').map((one, at) => (at < 250 ? { ...one, password_hash: undefined, password } : one))
  place.write({ accounts: some('the first of all passwords') })
  const { code, stderr, stdout } = await place.run(['apply', place.file])
  assert.equal(code, 0, stderr)
  assert.equal(stdout.match(/^ {2}password$/gm)?.length, 250)
})
