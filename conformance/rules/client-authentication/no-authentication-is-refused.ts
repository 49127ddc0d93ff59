import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const noAuthenticationIsRefused: Rule = {
  claim: 'a confidential client that does not authenticate is rejected',
  clause: 'RFC 6749 §3.2.1',
  async run(target) {
    const client = target.client('web')

    const answer = await target.token(client, { grant_type: 'refresh_token', refresh_token: 'x' }, 'none')
    assertRefused(answer, 'invalid_client')
    assert.equal(answer.status, 401)
  },
}
