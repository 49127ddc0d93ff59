import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'

export const hybridLoginsObeyPromptAndMaxAge: Rule = {
  claim: 'hybrid logins obey prompt=none, max_age and id_token_hint',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid').filter((type) => type.includes('id_token'))) {
      const browser = createBrowser()
      const { response, idToken: first } = await logInFront(
        target,
        client,
        response_type,
        { max_age: '15000' },
        { browser },
      )
      assert.equal(typeof first.auth_time, 'number', 'auth_time is missing')
      const hint = { prompt: 'none', max_age: '10000', id_token_hint: response.fields.get('id_token') ?? '' }
      const { idToken: second } = await logInFront(target, client, response_type, hint, { browser })
      assert.deepEqual([second.sub, second.auth_time], [first.sub, first.auth_time])
    }
  },
}
