import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkCodeReuse } from '../../target/front-rules.ts'

export const aHybridCodeIsRedeemedOnce: Rule = {
  claim: 'a code of a hybrid response is redeemed once, and using it again revokes its access token',
  clause: 'OIDC Core §3.3.3.2',
  run: async (target) => checkCodeReuse(target, waysOf(target, 'hybrid')),
}
