import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const aRepeatedParameterIsAnInvalidRequest: Rule = {
  claim: 'a repeated parameter is an invalid_request',
  clause: 'RFC 6749 §3.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { scope: ['x', 'x'] }), 'invalid_request')
  },
}
