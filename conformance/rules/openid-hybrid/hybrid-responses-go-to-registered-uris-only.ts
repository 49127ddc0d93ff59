import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkUnregisteredUri } from '../../target/front-rules.ts'

export const hybridResponsesGoToRegisteredUrisOnly: Rule = {
  claim: 'hybrid responses go to registered redirect URIs only',
  clause: 'OIDC Core §3.3.2.1',
  run: async (target) => checkUnregisteredUri(target, waysOf(target, 'hybrid')),
}
