import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo } from '../../target/openid.ts'

export const userinfoRespondsToPostWithTheTokenInTheHeader: Rule = {
  claim: 'userinfo responds to POST with the token in the header',
  clause: 'OIDC Core §5.3.1',
  async run(target) {
    const { idToken, accessToken } = await logIn(target, target.client('client'))
    const answer = await readUserinfo(target, accessToken, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    assertUserinfo(answer, idToken)
  },
}
