import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const revokingAnUnknownTokenSucceeds: Rule = {
  claim: 'revoking an unknown token returns 200',
  clause: 'RFC 7009 §2.2',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    assert.equal((await target.post(endpoint, target.client('web'), { token: 'made-up' })).status, 200)
  },
}
