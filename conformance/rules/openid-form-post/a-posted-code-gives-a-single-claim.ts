import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkSingleClaim } from '../../target/front-rules.ts'

export const aPostedCodeGivesASingleClaim: Rule = {
  claim: 'a posted code gives a claim that the request names',
  clause: 'OIDC Core §5.5',
  run: async (target) => checkSingleClaim(target, postedCode(target)),
}
