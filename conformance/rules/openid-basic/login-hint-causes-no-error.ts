import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const loginHintCausesNoError: Rule = {
  claim: 'login_hint for somebody unknown causes no error',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    await logIn(target, target.client('client'), { login_hint: 'buffy@example.com' }, { browser: createBrowser() })
  },
}
