import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const anUnknownTokenIsInactive: Rule = {
  claim: 'an unknown token is exactly {"active":false}',
  clause: 'RFC 7662 §2.2',
  async run(target) {
    const endpoint = target.endpoint('introspection_endpoint')

    const { status, json } = await target.post(endpoint, target.client('web'), { token: 'made-up' })
    assert.equal(status, 200)
    assert.deepEqual(json, { active: false })
  },
}
