import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkSecretInBodyAndPkce } from '../../target/front-rules.ts'

export const aPostedCodeIsRedeemedWithTheSecretInTheBodyAndPkce: Rule = {
  claim: 'a posted code is redeemed with client_secret_post, and with PKCE',
  clause: 'OIDC Core §9, RFC 7636 §4.6',
  run: async (target) => checkSecretInBodyAndPkce(target, postedCode(target)),
}
