import type { Rule } from '../../rule.ts'
import { postedCode } from '../../target/front-channel.ts'
import { checkKeptLogin } from '../../target/front-rules.ts'

export const aCodeIsPostedWithoutANewLogin: Rule = {
  claim: 'a code is posted without a new login for prompt=none, id_token_hint and a long max_age',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkKeptLogin(target, postedCode(target)),
}
