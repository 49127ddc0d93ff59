import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo } from '../../target/openid.ts'

export const anEssentialClaimIsReturnedAtUserinfo: Rule = {
  claim: 'an essential claim is returned at userinfo, and not in the ID token',
  clause: 'OIDC Core §5.5',
  async run(target) {
    if (target.metadata.claims_parameter_supported !== true) throw new Skip('claims_parameter_supported is not true')
    const claims = JSON.stringify({ userinfo: { name: { essential: true } } })
    const { idToken, accessToken } = await logIn(target, target.client('client'), { claims })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    assert.ok('name' in answer.json, 'name is missing at userinfo')
    assert.equal('name' in idToken, false, 'name was not asked for in the ID token')
  },
}
