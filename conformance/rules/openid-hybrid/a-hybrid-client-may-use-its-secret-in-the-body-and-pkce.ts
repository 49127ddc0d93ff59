import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'
import { redeemLogin } from '../../target/openid.ts'

export const aHybridClientMayUseItsSecretInTheBodyAndPkce: Rule = {
  claim: 'a hybrid code is redeemed with client_secret_post, and with PKCE',
  clause: 'OIDC Core §9, RFC 7636 §4.6',
  async run(target) {
    const client = target.client('client_secret_post')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const { response } = await logInFront(target, client, response_type)
      await redeemLogin(target, client, response)
      const outcome = await target.authorize(client, { scope: 'openid', nonce: 'n', response_type })
      assertGranted(await target.redeem(client, outcome))
    }
  },
}
