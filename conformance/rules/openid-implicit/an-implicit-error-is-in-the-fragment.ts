import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { frontTypes } from '../../target/front-channel.ts'
import { authenticate, needsUser } from '../../target/openid.ts'

export const anImplicitErrorIsInTheFragment: Rule = {
  claim: 'errors of an implicit request are in the fragment',
  clause: 'OIDC Core §3.2.2.6',
  async run(target) {
    const client = target.client('client')
    const browser = createBrowser()
    for (const response_type of frontTypes(target, 'implicit')) {
      const outcome = await authenticate(target, client, { response_type, prompt: 'none' }, { browser })
      assert.equal(outcome.by, 'fragment', response_type)
      assertError(outcome, ...needsUser)
    }
  },
}
