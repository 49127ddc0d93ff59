import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const theIssuerIsInEveryResponse: Rule = {
  claim: 'iss is exact in successes and errors',
  clause: 'RFC 9207 §2',
  async run(target) {
    const failed = await target.authorize(target.client('web'), { response_type: 'unheard-of' })
    assert.equal(failed.fields.get('iss'), target.issuer)
    target.person()
    const { fields } = await target.authorize(target.client('web'))
    assert.ok(fields.get('code'), `${fields}`)
    assert.equal(fields.get('iss'), target.issuer)
  },
}
