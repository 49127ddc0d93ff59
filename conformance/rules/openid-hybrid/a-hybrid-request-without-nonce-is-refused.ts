import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertError, assertPage } from '../../target/expect.ts'
import { frontTypes } from '../../target/front-channel.ts'
import { authenticate } from '../../target/openid.ts'

export const aHybridRequestWithoutNonceIsRefused: Rule = {
  claim: 'a hybrid request without nonce is refused where an ID token comes through the browser',
  clause: 'OIDC Core §3.3.2.11',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const outcome = await authenticate(target, client, { response_type, nonce: undefined })
      const isRefused = response_type.split(' ').includes('id_token')
      if (!isRefused) assert.ok(outcome.fields.has('code'), `${response_type}: ${outcome.fields}`)
      else if (outcome.to === undefined) assertPage(outcome)
      else assertError(outcome, 'invalid_request')
    }
  },
}
