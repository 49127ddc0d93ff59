import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const anUnknownResponseModeIsRefused: Rule = {
  claim: 'an unknown response_mode is an invalid_request',
  clause: 'OAuth 2.0 Multiple Response Types §2.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { response_mode: 'unheard-of' }), 'invalid_request')
  },
}
