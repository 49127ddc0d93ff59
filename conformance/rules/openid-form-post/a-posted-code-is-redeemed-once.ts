import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkCodeReuse } from '../../target/front-rules.ts'

export const aPostedCodeIsRedeemedOnce: Rule = {
  claim: 'a posted code is redeemed once, and using it again revokes its access token',
  clause: 'OIDC Core §3.1.3.2',
  run: async (target) => checkCodeReuse(target, postedCode(target)),
}
