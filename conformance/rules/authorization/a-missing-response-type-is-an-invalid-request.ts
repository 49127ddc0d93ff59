import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const aMissingResponseTypeIsAnInvalidRequest: Rule = {
  claim: 'a missing response_type is an invalid_request',
  clause: 'RFC 6749 §3.1.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { response_type: undefined }), 'invalid_request')
  },
}
