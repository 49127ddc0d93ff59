import type { Rule } from '../../rule.ts'
import { assertError, withoutChallenge } from '../../target/expect.ts'

export const aCodeChallengeIsRequired: Rule = {
  claim: 'a request without code_challenge is an invalid_request',
  clause: 'RFC 7636 §4.4.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), withoutChallenge), 'invalid_request')
  },
}
