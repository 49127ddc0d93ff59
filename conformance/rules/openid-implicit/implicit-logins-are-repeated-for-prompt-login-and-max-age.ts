import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkRepeatedLogin } from '../../target/front-rules.ts'

export const implicitLoginsAreRepeatedForPromptLoginAndMaxAge: Rule = {
  claim: 'implicit logins are repeated for prompt=login and a short max_age',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkRepeatedLogin(target, waysOf(target, 'implicit')),
}
