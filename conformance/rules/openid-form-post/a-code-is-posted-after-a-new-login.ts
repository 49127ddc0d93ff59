import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkRepeatedLogin } from '../../target/front-rules.ts'

export const aCodeIsPostedAfterANewLogin: Rule = {
  claim: 'a code is posted after a new login for prompt=login and a short max_age',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkRepeatedLogin(target, postedCode(target)),
}
