import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkMissingNonce } from '../../target/front-rules.ts'

export const aCodeIsPostedWithoutNonce: Rule = {
  claim: 'a request without nonce succeeds if only a code is posted',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkMissingNonce(target, postedCode(target)),
}
