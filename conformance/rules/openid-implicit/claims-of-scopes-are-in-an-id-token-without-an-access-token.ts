import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkScopes } from '../../target/front-rules.ts'

export const claimsOfScopesAreInAnIdTokenWithoutAnAccessToken: Rule = {
  claim: 'claims of scopes are in the ID token where no access token is issued, and at userinfo otherwise',
  clause: 'OIDC Core §5.4',
  run: async (target) => checkScopes(target, waysOf(target, 'implicit')),
}
