import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkRefresh } from '../../target/front-rules.ts'

export const aPostedCodeGivesARefreshTokenThatWorks: Rule = {
  claim: 'a refresh token of a posted code works, for its client only',
  clause: 'OIDC Core §12.1',
  run: async (target) => checkRefresh(target, postedCode(target)),
}
