import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const aClientGetsATokenForItself: Rule = {
  claim: 'client credentials return a token without a refresh token',
  clause: 'RFC 6749 §4.4.3',
  async run(target) {
    const answer = await target.token(target.client('machine'), { grant_type: 'client_credentials' })
    assertGranted(answer)
    assert.equal(answer.json.refresh_token, undefined)
  },
}
