import type { Rule } from '../../rule.ts'
import { assertUserinfo, logIn, readUserinfo, requireListed } from '../../target/openid.ts'

export const aClientMayLogInWithItsSecretInTheBody: Rule = {
  claim: 'a client may authenticate with client_secret_post',
  clause: 'OIDC Core §9',
  async run(target) {
    requireListed(target, 'token_endpoint_auth_methods_supported', 'client_secret_post')
    const { idToken, accessToken } = await logIn(target, target.client('client_secret_post'))
    assertUserinfo(await readUserinfo(target, accessToken), idToken)
  },
}
