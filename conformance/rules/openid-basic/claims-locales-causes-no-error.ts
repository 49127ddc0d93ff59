import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const claimsLocalesCausesNoError: Rule = {
  claim: 'claims_locales causes no error',
  clause: 'OIDC Core §5.2',
  async run(target) {
    await logIn(target, target.client('client'), { claims_locales: 'se' })
  },
}
