import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkHints } from '../../target/front-rules.ts'

export const implicitLoginsIgnoreHintsThatTheyDoNotKnow: Rule = {
  claim: 'implicit logins ignore hints and parameters that they do not know',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkHints(target, waysOf(target, 'implicit')),
}
