import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkRegistered } from '../../target/front-rules.ts'

export const aClientRegistersForAnImplicitResponseType: Rule = {
  claim: 'a client registers for an implicit response type alone, and logs in',
  clause: 'OIDC Registration §2',
  run: async (target) => checkRegistered(target, waysOf(target, 'implicit')),
}
