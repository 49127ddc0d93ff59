import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo } from '../../target/openid.ts'

export const userinfoRespondsToPostWithTheTokenInTheHeader: Rule = {
  claim: 'userinfo responds to POST with the token in the header',
  clause: 'OIDC Core §5.3.1',
  async run(target) {
    const { idToken, accessToken } = await logIn(target, target.client('client'))
    // Many clients name the type of a form although the body is empty.
    for (const type of [undefined, 'application/x-www-form-urlencoded']) {
      const headers = { authorization: `Bearer ${accessToken}`, ...(type && { 'content-type': type }) }
      assertUserinfo(await readUserinfo(target, accessToken, { method: 'POST', headers }), idToken)
    }
  },
}
