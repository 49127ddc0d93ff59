import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const aConfidentialClientMustAuthenticate: Rule = {
  claim: 'revocation by a confidential client without authentication is rejected',
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')

    assert.equal((await target.post(endpoint, target.client('web'), { token: 'made-up' }, 'none')).status, 401)
  },
}
