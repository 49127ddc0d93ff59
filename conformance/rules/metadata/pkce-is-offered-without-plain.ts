import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const pkceIsOfferedWithoutPlain: Rule = {
  claim: 'the metadata lists S256 and not plain',
  clause: 'RFC 9700 §2.1.1',
  async run(target) {
    assert.deepEqual(target.metadata.code_challenge_methods_supported, ['S256'])
  },
}
