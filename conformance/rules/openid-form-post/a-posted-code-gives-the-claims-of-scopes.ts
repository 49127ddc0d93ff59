import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkScopes } from '../../target/front-rules.ts'

export const aPostedCodeGivesTheClaimsOfScopes: Rule = {
  claim: 'a posted code gives the claims of scopes at userinfo',
  clause: 'OIDC Core §5.4',
  run: async (target) => checkScopes(target, postedCode(target)),
}
