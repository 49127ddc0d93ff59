import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'

export const aCallerMustAuthenticate: Rule = {
  claim: 'introspection without authentication is rejected with 401',
  clause: 'RFC 7662 §2.1',
  async run(target) {
    const endpoint = target.endpoint('introspection_endpoint')

    assert.equal((await target.post(endpoint, undefined, { token: 'made-up' })).status, 401)
    assert.equal((await target.post(endpoint, target.client('web'), { token: 'made-up' }, 'none')).status, 401)
  },
}
