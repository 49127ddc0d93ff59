import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const uiLocalesCausesNoError: Rule = {
  claim: 'ui_locales for a language that is not served causes no error',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    await logIn(target, target.client('client'), { ui_locales: 'se' }, { browser: createBrowser() })
  },
}
