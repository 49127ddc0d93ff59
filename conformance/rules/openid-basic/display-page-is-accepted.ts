import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const displayPageIsAccepted: Rule = {
  claim: 'display=page is accepted',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    await logIn(target, target.client('client'), { display: 'page' }, { browser: createBrowser() })
  },
}
