import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const anUnknownParameterIsIgnored: Rule = {
  claim: 'an unknown parameter of an authentication request is ignored',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    await logIn(target, target.client('client'), { extra: 'foobar' })
  },
}
