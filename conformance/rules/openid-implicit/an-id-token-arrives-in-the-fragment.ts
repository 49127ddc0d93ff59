import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkLogin } from '../../target/front-rules.ts'

export const anIdTokenArrivesInTheFragment: Rule = {
  claim: 'an implicit login responds in the fragment, or by a form, with a valid ID token',
  clause: 'OIDC Core §3.2.2.5, §3.2.2.10',
  run: async (target) => checkLogin(target, waysOf(target, 'implicit')),
}
