import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const scopePhoneGivesItsClaims: Rule = {
  claim: 'scope phone gives its claims at userinfo, and no others',
  clause: 'OIDC Core §5.4',
  async run(target) {
    requireListed(target, 'scopes_supported', 'phone')
    const { idToken, accessToken } = await logIn(target, target.client('client'), { scope: 'openid phone' })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    for (const claim of ['phone_number', 'phone_number_verified'])
      assert.ok(claim in answer.json, `${claim} is missing`)
    assert.equal('name' in answer.json, false, 'name was not asked for')
    assert.equal('phone_number' in idToken, false, 'a claim of the scope is in the ID token')
  },
}
