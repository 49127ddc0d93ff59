import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUnguessable, halfHash, logIn } from '../../target/openid.ts'
import { assertLean } from '../../target/standard-claims.ts'

export const aLoginGivesALeanIdToken: Rule = {
  claim: 'a login by code gives a valid ID token without claims of scopes',
  clause: 'OIDC Core §3.1.3.7, §5.4',
  async run(target) {
    const { response, idToken, tokens, accessToken } = await logIn(target, target.client('client'), {
      scope: 'openid profile email',
    })
    assertUnguessable(response.fields.get('code'), 'the code')
    assert.ok(Number(tokens.json.expires_in) > 0, 'expires_in is no positive number')
    assertLean(idToken)
    if ('at_hash' in idToken) assert.equal(idToken.at_hash, halfHash(accessToken), 'at_hash')
    if ('c_hash' in idToken) assert.equal(idToken.c_hash, halfHash(response.fields.get('code')), 'c_hash')
  },
}
