import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertError, withoutChallenge } from '../../target/expect.ts'

export const anErrorTravelsInTheFragment: Rule = {
  claim: 'an error of the implicit grant is sent in the fragment',
  clause: 'RFC 6749 §4.2.2.1',
  async run(target) {
    const ask = { response_type: 'token', ...withoutChallenge, scope: 'unheard-of-scope' }
    const outcome = await target.authorize(target.client('implicit'), ask)
    assertError(outcome, 'invalid_scope')
    assert.equal(outcome.by, 'fragment')
  },
}
