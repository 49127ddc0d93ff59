import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'
import { claimsOfScopes } from '../../target/standard-claims.ts'

export const scopeProfileGivesItsClaims: Rule = {
  claim: 'scope profile gives its claims at userinfo, and no others',
  clause: 'OIDC Core §5.4',
  async run(target) {
    requireListed(target, 'scopes_supported', 'profile')
    const { idToken, accessToken } = await logIn(target, target.client('client'), { scope: 'openid profile' })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    for (const claim of claimsOfScopes.profile) assert.ok(claim in answer.json, `${claim} is missing`)
    assert.equal('email' in answer.json, false, 'email was not asked for')
    assert.equal('name' in idToken, false, 'a claim of the scope is in the ID token')
  },
}
