import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const stateIsReturnedAsItWasSent: Rule = {
  claim: 'state is returned as it was sent',
  clause: 'RFC 6749 §4.1.2',
  async run(target) {
    target.person()
    for (const state of ['plain', 'a b+c%20&d=e#f', `"<>'é…🔑`]) {
      const outcome = await target.authorize(target.client('web'), { state })
      assert.equal(outcome.fields.get('state'), state)
    }
  },
}
