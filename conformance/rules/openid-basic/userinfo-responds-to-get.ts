import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo } from '../../target/openid.ts'

export const userinfoRespondsToGet: Rule = {
  claim: 'userinfo responds to GET with the token in the header',
  clause: 'OIDC Core §5.3.1',
  async run(target) {
    const { idToken, accessToken } = await logIn(target, target.client('client'), { scope: 'openid profile' })
    const answer = await readUserinfo(target, accessToken)
    assertUserinfo(answer, idToken)
    assert.ok(
      Math.abs(Number(answer.json.updated_at) - Date.now() / 1000) < 10 * 365 * 86_400,
      'updated_at is no time in seconds',
    )
  },
}
