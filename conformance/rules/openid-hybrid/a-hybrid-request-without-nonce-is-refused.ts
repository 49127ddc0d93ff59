import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkMissingNonce } from '../../target/front-rules.ts'

export const aHybridRequestWithoutNonceIsRefused: Rule = {
  claim: 'a hybrid request without nonce is refused where an ID token comes through the browser',
  clause: 'OIDC Core §3.3.2.11',
  run: async (target) => checkMissingNonce(target, waysOf(target, 'hybrid')),
}
