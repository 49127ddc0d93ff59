import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkSecretInBodyAndPkce } from '../../target/front-rules.ts'

export const aHybridClientMayUseItsSecretInTheBodyAndPkce: Rule = {
  claim: 'a hybrid code is redeemed with client_secret_post, and with PKCE',
  clause: 'OIDC Core §9, RFC 7636 §4.6',
  run: async (target) => checkSecretInBodyAndPkce(target, waysOf(target, 'hybrid')),
}
