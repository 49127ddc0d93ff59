import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const aPostedCodeIsRedeemed: Rule = {
  claim: 'a code that was posted is redeemed for an ID token',
  clause: 'OAuth 2.0 Form Post Response Mode §2',
  async run(target) {
    requireListed(target, 'response_modes_supported', 'form_post')
    const client = target.client('client')
    const { idToken, accessToken } = await logIn(target, client, { response_mode: 'form_post' })
    assertUserinfo(await readUserinfo(target, accessToken), idToken)
  },
}
