import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const scopeEmailGivesItsClaims: Rule = {
  claim: 'scope email gives its claims at userinfo, and no others',
  clause: 'OIDC Core §5.4',
  async run(target) {
    requireListed(target, 'scopes_supported', 'email')
    const { idToken, accessToken } = await logIn(target, target.client('client'), { scope: 'openid email' })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    for (const claim of ['email', 'email_verified']) assert.ok(claim in answer.json, `${claim} is missing`)
    assert.equal('name' in answer.json, false, 'name was not asked for')
    assert.equal('email' in idToken, false, 'a claim of the scope is in the ID token')
  },
}
