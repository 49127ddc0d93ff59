import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

/** Holds: PKCE is offered with S256 and without plain (RFC 9700 §2.1.1). */
export const pkceIsOfferedWithoutPlain: Rule = {
  claim: 'PKCE is offered with S256 and without plain',
  clause: 'RFC 9700 §2.1.1',
  async run(target) {
    assert.deepEqual(target.metadata.code_challenge_methods_supported, ['S256'])
  },
}
