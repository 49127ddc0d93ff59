import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const aDenialIsAccessDenied: Rule = {
  claim: 'a denial by the user is reported to the app as access_denied',
  clause: 'RFC 6749 §4.1.2.1',
  async run(target) {
    target.person()
    const browser = createBrowser()
    const asking = { browser, decision: 'deny' } as const
    assertError(await target.authorize(target.client('web'), { prompt: 'consent' }, asking), 'access_denied')
  },
}
