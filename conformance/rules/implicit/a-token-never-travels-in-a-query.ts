import type { Rule } from '../../rule.ts'
import { assertError, withoutChallenge } from '../../target/expect.ts'

export const aTokenNeverTravelsInAQuery: Rule = {
  claim: 'response_mode=query is rejected for tokens',
  clause: 'RFC 9700 §4.3.2',
  async run(target) {
    const ask = { response_type: 'token', ...withoutChallenge, response_mode: 'query' }
    assertError(await target.authorize(target.client('implicit'), ask), 'invalid_request')
  },
}
