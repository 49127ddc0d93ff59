import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const scopeProfileGivesItsClaims: Rule = {
  claim: 'scope profile gives its claims at userinfo, and no others',
  clause: 'OIDC Core §5.4',
  async run(target) {
    requireListed(target, 'scopes_supported', 'profile')
    const { idToken, accessToken } = await logIn(target, target.client('client'), { scope: 'openid profile' })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    for (const claim of [
      'name',
      'given_name',
      'family_name',
      'middle_name',
      'nickname',
      'preferred_username',
      'profile',
      'picture',
      'website',
      'gender',
      'birthdate',
      'zoneinfo',
      'locale',
      'updated_at',
    ])
      assert.ok(claim in answer.json, `${claim} is missing`)
    assert.equal('email' in answer.json, false, 'email was not asked for')
    assert.equal('name' in idToken, false, 'a claim of the scope is in the ID token')
  },
}
