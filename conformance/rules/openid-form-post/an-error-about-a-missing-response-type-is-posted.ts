import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkMissingType } from '../../target/front-rules.ts'

export const anErrorAboutAMissingResponseTypeIsPosted: Rule = {
  claim: 'a missing response_type is an error that is posted',
  clause: 'OAuth 2.0 Form Post Response Mode §2, RFC 6749 §3.1.1',
  run: async (target) => checkMissingType(target, postedCode(target)),
}
