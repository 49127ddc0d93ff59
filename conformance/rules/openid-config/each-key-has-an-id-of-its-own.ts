import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readJwks } from '../../target/expect.ts'

export const eachKeyHasAnIdOfItsOwn: Rule = {
  claim: 'each key of the key set has an id of its own and a use',
  clause: 'RFC 7517 §4.5, OIDC Core §10.1',
  async run(target) {
    const keys = await readJwks(target)
    const ids = keys.map(({ kid }) => kid)
    assert.ok(ids.length > 0, 'there is no key')
    for (const id of ids) assert.ok(typeof id === 'string' && id !== '', 'a key has no kid')
    assert.equal(new Set(ids).size, ids.length, 'two keys have the same kid')
    for (const { use } of keys) assert.ok(['sig', 'enc'].includes(String(use)), `use ${use}`)
    for (const { kty } of keys) assert.ok(['RSA', 'EC', 'OKP'].includes(String(kty)), `kty ${kty}`)
  },
}
