import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkSingleClaim } from '../../target/front-rules.ts'

export const aSingleClaimIsReturnedToHybridLogins: Rule = {
  claim: 'a claim that a hybrid request names is returned where it was asked for',
  clause: 'OIDC Core §5.5',
  run: async (target) => checkSingleClaim(target, waysOf(target, 'hybrid')),
}
