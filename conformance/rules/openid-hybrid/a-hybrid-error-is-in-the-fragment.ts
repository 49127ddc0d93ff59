import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkErrors } from '../../target/front-rules.ts'

export const aHybridErrorIsInTheFragment: Rule = {
  claim: 'errors of a hybrid request are in the fragment, or posted',
  clause: 'OIDC Core §3.3.2.6',
  run: async (target) => checkErrors(target, waysOf(target, 'hybrid')),
}
