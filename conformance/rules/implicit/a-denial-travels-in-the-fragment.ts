import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { assertError, withoutChallenge } from '../../target/expect.ts'

export const aDenialTravelsInTheFragment: Rule = {
  claim: 'a denial of the implicit grant is sent in the fragment',
  clause: 'RFC 6749 §4.2.2.1',
  async run(target) {
    target.person()
    const asking = { browser: createBrowser(), decision: 'deny' } as const
    const ask = { response_type: 'token', ...withoutChallenge, prompt: 'consent' }
    const outcome = await target.authorize(target.client('implicit'), ask, asking)
    assertError(outcome, 'access_denied')
    assert.equal(outcome.by, 'fragment')
  },
}
