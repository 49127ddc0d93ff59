import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkMissingNonce } from '../../target/front-rules.ts'

export const anImplicitRequestWithoutNonceIsRefused: Rule = {
  claim: 'an implicit request without nonce is refused',
  clause: 'OIDC Core §3.2.2.1',
  run: async (target) => checkMissingNonce(target, waysOf(target, 'implicit')),
}
