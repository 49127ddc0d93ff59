import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const aPublicClientIsRefused: Rule = {
  claim: 'introspection by a public client is rejected',
  clause: 'RFC 7662 §2.1',
  async run(target) {
    const endpoint = target.endpoint('introspection_endpoint')
    assert.equal((await target.post(endpoint, target.client('native'), { token: 'made-up' })).status, 401)
  },
}
