import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkHints } from '../../target/front-rules.ts'

export const aCodeIsPostedForHintsThatAreNotKnown: Rule = {
  claim: 'a code is posted to requests with hints and parameters that need not be known',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkHints(target, postedCode(target)),
}
