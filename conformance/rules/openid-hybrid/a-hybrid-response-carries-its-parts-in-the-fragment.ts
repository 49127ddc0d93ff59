import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkLogin } from '../../target/front-rules.ts'

export const aHybridResponseCarriesItsPartsInTheFragment: Rule = {
  claim:
    'a hybrid login responds in the fragment, or by a form, and its ID tokens have the hashes of what comes with them',
  clause: 'OIDC Core §3.3.2.5, §3.3.2.11',
  run: async (target) => checkLogin(target, waysOf(target, 'hybrid')),
}
