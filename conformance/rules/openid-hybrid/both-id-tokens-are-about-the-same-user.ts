import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'
import { assertUserinfo, readUserinfo, redeemLogin } from '../../target/openid.ts'

export const bothIdTokensAreAboutTheSameUser: Rule = {
  claim: 'the ID tokens of both endpoints have the same iss and sub',
  clause: 'OIDC Core §3.3.3.6',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const { response, idToken: first } = await logInFront(target, client, response_type)
      const { idToken: second, accessToken } = await redeemLogin(target, client, response)
      if (response.fields.has('id_token')) assert.deepEqual([second.iss, second.sub], [first.iss, first.sub])
      assertUserinfo(await readUserinfo(target, accessToken), second)
    }
  },
}
