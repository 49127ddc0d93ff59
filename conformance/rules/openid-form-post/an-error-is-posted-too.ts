import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { responseTypes } from '../../target/front-channel.ts'
import { authenticate, needsUser, requireListed } from '../../target/openid.ts'

export const anErrorIsPostedToo: Rule = {
  claim: 'errors are posted too, whatever their cause',
  clause: 'OAuth 2.0 Form Post Response Mode §2',
  async run(target) {
    requireListed(target, 'response_modes_supported', 'form_post')
    const client = target.client('client')
    const browser = createBrowser()
    for (const response_type of responseTypes(target)) {
      const fields = { response_type, response_mode: 'form_post', prompt: 'none' }
      const outcome = await authenticate(target, client, fields, { browser })
      assert.equal(outcome.by, 'form_post', response_type)
      assertError(outcome, ...needsUser)
    }
    const missing = await authenticate(target, client, { response_type: undefined, response_mode: 'form_post' })
    assert.equal(missing.by, 'form_post', 'without response_type')
    assertError(missing, 'invalid_request', 'unsupported_response_type')
  },
}
