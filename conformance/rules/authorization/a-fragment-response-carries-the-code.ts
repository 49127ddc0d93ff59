import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const aFragmentResponseCarriesTheCode: Rule = {
  claim: 'response_mode=fragment carries the code in the fragment',
  clause: 'OAuth 2.0 Multiple Response Types §2.1',
  async run(target) {
    target.person()
    const outcome = await target.authorize(target.client('web'), { response_mode: 'fragment' })
    assert.equal(outcome.by, 'fragment')
    assertGranted(await target.redeem(target.client('web'), outcome))
  },
}
