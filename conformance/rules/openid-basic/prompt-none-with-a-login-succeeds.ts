import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { logIn } from '../../target/openid.ts'

export const promptNoneWithALoginSucceeds: Rule = {
  claim: 'prompt=none succeeds in a live session, with the same sub and auth_time',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const browser = createBrowser()
    const client = target.client('client')
    const { idToken: first } = await logIn(target, client, {}, { browser })
    const { idToken: second } = await logIn(target, client, { prompt: 'none' }, { browser })
    assert.equal(second.sub, first.sub)
    assert.equal(second.auth_time, first.auth_time)
  },
}
