import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { authenticate } from '../../target/openid.ts'

export const aResponseHasSessionState: Rule = {
  claim: 'an authentication response has session_state without spaces',
  clause: 'OIDC Session Management §2, §3',
  async run(target) {
    target.endpoint('check_session_iframe')
    const { fields } = await authenticate(target, target.client('client'))
    assert.match(fields.get('session_state') ?? '', /^\S+$/, `${fields}`)
  },
}
