import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'
import { readUserinfo, redeemLogin } from '../../target/openid.ts'

export const aHybridCodeIsRedeemedOnce: Rule = {
  claim: 'a code of a hybrid response is redeemed once',
  clause: 'OIDC Core §3.3.3.2',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const { response } = await logInFront(target, client, response_type)
      const { accessToken } = await redeemLogin(target, client, response)
      assertRefused(await target.redeem(client, response, { code_verifier: undefined }), 'invalid_grant')
      const { status } = await readUserinfo(target, accessToken)
      assert.ok(status >= 400 && status < 500, `the access token still works: ${status}`)
    }
  },
}
