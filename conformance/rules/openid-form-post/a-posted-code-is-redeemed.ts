import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkLogin } from '../../target/front-rules.ts'

export const aPostedCodeIsRedeemed: Rule = {
  claim: 'a code that was posted is redeemed for an ID token',
  clause: 'OAuth 2.0 Form Post Response Mode §2',
  run: async (target) => checkLogin(target, postedCode(target)),
}
