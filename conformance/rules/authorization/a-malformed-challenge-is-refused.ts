import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const aMalformedChallengeIsRefused: Rule = {
  claim: 'a challenge that is not 43 base64url characters is rejected',
  clause: 'RFC 7636 §4.2',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { code_challenge: 'too-short' }), 'invalid_request')
  },
}
