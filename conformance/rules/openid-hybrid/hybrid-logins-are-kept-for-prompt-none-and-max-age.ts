import type { Rule } from '../../rule.ts'
import { waysOf } from '../../target/front-channel.ts'
import { checkKeptLogin } from '../../target/front-rules.ts'

export const hybridLoginsAreKeptForPromptNoneAndMaxAge: Rule = {
  claim: 'hybrid logins are kept for prompt=none, id_token_hint and a long max_age',
  clause: 'OIDC Core §3.1.2.1',
  run: async (target) => checkKeptLogin(target, waysOf(target, 'hybrid')),
}
