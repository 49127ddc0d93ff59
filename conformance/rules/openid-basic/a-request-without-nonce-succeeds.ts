import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const aRequestWithoutNonceSucceeds: Rule = {
  claim: 'a code request without nonce succeeds, and the ID token has none',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const { idToken } = await logIn(target, target.client('client'), { nonce: undefined })
    assert.equal('nonce' in idToken, false)
  },
}
