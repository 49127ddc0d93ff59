import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { frontTypes } from '../../target/front-channel.ts'
import { authenticate } from '../../target/openid.ts'

export const implicitLoginsIgnoreHintsThatTheyDoNotKnow: Rule = {
  claim: 'implicit logins ignore hints and parameters that they do not know',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'implicit')) {
      const hints = { display: 'page', login_hint: 'buffy@example.com', ui_locales: 'se', claims_locales: 'se' }
      const fields = { response_type, ...hints, acr_values: '1 2', extra: 'foobar' }
      const { fields: sent } = await authenticate(target, client, fields, { browser: createBrowser() })
      assert.equal(sent.get('error'), null, `${response_type}: ${sent}`)
    }
  },
}
