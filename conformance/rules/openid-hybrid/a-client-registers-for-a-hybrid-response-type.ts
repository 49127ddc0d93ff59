import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkRegistered } from '../../target/front-rules.ts'

export const aClientRegistersForAHybridResponseType: Rule = {
  claim: 'a client registers for a hybrid response type alone, and logs in',
  clause: 'OIDC Registration §2',
  run: async (target) => checkRegistered(target, waysOf(target, 'hybrid')),
}
