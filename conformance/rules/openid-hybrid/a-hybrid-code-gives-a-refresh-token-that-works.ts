import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkRefresh } from '../../target/front-rules.ts'

export const aHybridCodeGivesARefreshTokenThatWorks: Rule = {
  claim: 'a refresh token of a hybrid code works, for its client only',
  clause: 'OIDC Core §12.1',
  run: async (target) => checkRefresh(target, waysOf(target, 'hybrid')),
}
