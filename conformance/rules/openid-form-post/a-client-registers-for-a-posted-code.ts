import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkRegistered } from '../../target/front-rules.ts'

export const aClientRegistersForAPostedCode: Rule = {
  claim: 'a client registers for a code alone, gets it by a form, and logs in',
  clause: 'OIDC Registration §2',
  run: async (target) => checkRegistered(target, postedCode(target)),
}
