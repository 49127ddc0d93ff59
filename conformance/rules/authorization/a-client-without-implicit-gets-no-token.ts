import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertError, withoutChallenge } from '../../target/expect.ts'

export const aClientWithoutImplicitGetsNoToken: Rule = {
  claim: 'a client that is not allowed the implicit grant gets no token',
  clause: 'RFC 6749 §4.2.2.1',
  async run(target) {
    const outcome = await target.authorize(target.client('web'), { response_type: 'token', ...withoutChallenge })
    assertError(outcome, 'unauthorized_client', 'unsupported_response_type')
    assert.equal(outcome.by, 'fragment')
  },
}
