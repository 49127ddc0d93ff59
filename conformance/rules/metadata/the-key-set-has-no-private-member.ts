import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { readJwks } from '../../target/expect.ts'

export const theKeySetHasNoPrivateMember: Rule = {
  claim: 'the key set has no private or symmetric key',
  clause: 'RFC 7517 §9.2',
  async run(target) {
    const keys = await readJwks(target)
    assert.ok(keys.length > 0, 'there is no key')
    for (const key of keys) {
      for (const member of ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'])
        assert.equal(member in key, false, `a key has ${member}`)
    }
  },
}
