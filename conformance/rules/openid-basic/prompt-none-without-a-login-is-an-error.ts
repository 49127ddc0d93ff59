import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { authenticate, needsUser } from '../../target/openid.ts'

export const promptNoneWithoutALoginIsAnError: Rule = {
  claim: 'prompt=none without a login is an error at the redirect URI, with the exact state',
  clause: 'OIDC Core §3.1.2.6',
  async run(target) {
    const state = `${'aZ09-._~'.repeat(16)}`
    const outcome = await authenticate(
      target,
      target.client('client'),
      { prompt: 'none', state },
      { browser: createBrowser() },
    )
    assertError({ ...outcome, state }, ...needsUser)
  },
}
