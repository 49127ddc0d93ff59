import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkScopes } from '../../target/front-rules.ts'

export const claimsOfScopesAreAtUserinfoForHybridLogins: Rule = {
  claim: 'claims of scopes are at userinfo for hybrid logins, and in neither ID token',
  clause: 'OIDC Core §5.4',
  run: async (target) => checkScopes(target, waysOf(target, 'hybrid')),
}
