import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const scopeAddressGivesItsClaims: Rule = {
  claim: 'scope address gives its claims at userinfo, and no others',
  clause: 'OIDC Core §5.4',
  async run(target) {
    requireListed(target, 'scopes_supported', 'address')
    const { idToken, accessToken } = await logIn(target, target.client('client'), { scope: 'openid address' })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    for (const claim of ['address']) assert.ok(claim in answer.json, `${claim} is missing`)
    assert.equal('email' in answer.json, false, 'email was not asked for')
    assert.equal('address' in idToken, false, 'a claim of the scope is in the ID token')
    assert.equal(typeof answer.json.address, 'object', 'address is no JSON object')
  },
}
