import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { each, supportedWays } from '../../target/front-channel.ts'
import { authenticate } from '../../target/openid.ts'

export const aResponseHasSessionState: Rule = {
  claim: 'an authentication response has session_state without spaces, in every flow and response mode',
  clause: 'OIDC Session Management §2, §3',
  async run(target) {
    target.endpoint('check_session_iframe')
    await each(supportedWays(target), async (way) => {
      for (const fields of [{}, { prompt: 'none' }]) {
        const asking = 'prompt' in fields ? { browser: createBrowser() } : {}
        const response = await authenticate(target, target.client('client'), { ...way, ...fields }, asking)
        assert.equal(response.fields.has('error'), 'prompt' in fields)
        assert.match(response.fields.get('session_state') ?? '', /^\S+$/, `${response.fields}`)
      }
    })
  },
}
