import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo } from '../../target/openid.ts'
import { encode } from '../../target/target.ts'

export const userinfoRespondsToPostWithTheTokenInTheBody: Rule = {
  claim: 'userinfo responds to POST with the token in the body',
  clause: 'OIDC Core §5.3.1',
  async run(target) {
    const { idToken, accessToken } = await logIn(target, target.client('client'))
    const answer = await readUserinfo(target, accessToken, {
      method: 'POST',
      headers: {},
      body: encode({ access_token: accessToken }),
    })
    assertUserinfo(answer, idToken)
  },
}
