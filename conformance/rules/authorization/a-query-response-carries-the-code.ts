import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const aQueryResponseCarriesTheCode: Rule = {
  claim: 'response_mode=query carries the code in the query',
  clause: 'OAuth 2.0 Multiple Response Types §2.1',
  async run(target) {
    target.person()
    const outcome = await target.authorize(target.client('web'), { response_mode: 'query' })
    assert.equal(outcome.by, 'query')
    assertGranted(await target.redeem(target.client('web'), outcome))
  },
}
