import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { text } from '../../target/answer.ts'
import { logIn } from '../../target/openid.ts'

export const anIdTokenHintOfTheUserIsAccepted: Rule = {
  claim: 'prompt=none succeeds with an id_token_hint of the user',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const browser = createBrowser()
    const client = target.client('client')
    const { idToken: first, tokens } = await logIn(target, client, {}, { browser })
    const hint = { prompt: 'none', id_token_hint: text(tokens, 'id_token') }
    const { idToken: second } = await logIn(target, client, hint, { browser })
    assert.equal(second.sub, first.sub)
  },
}
