import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkUnregisteredUri } from '../../target/front-rules.ts'

export const aFormIsPostedToRegisteredUrisOnly: Rule = {
  claim: 'a form is posted to registered redirect URIs only',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkUnregisteredUri(target, postedCode(target)),
}
