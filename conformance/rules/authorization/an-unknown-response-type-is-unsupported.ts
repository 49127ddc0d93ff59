import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const anUnknownResponseTypeIsUnsupported: Rule = {
  claim: 'an unknown response_type is an unsupported_response_type',
  clause: 'RFC 6749 §4.1.2.1',
  async run(target) {
    assertError(
      await target.authorize(target.client('web'), { response_type: 'unheard-of' }),
      'unsupported_response_type',
    )
  },
}
