import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkErrors } from '../../target/front-rules.ts'

export const anErrorIsPostedToo: Rule = {
  claim: 'errors of a code request are posted too',
  clause: 'OAuth 2.0 Form Post Response Mode §2',
  run: async (target) => checkErrors(target, postedCode(target)),
}
