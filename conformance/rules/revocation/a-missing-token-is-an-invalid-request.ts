import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aMissingTokenIsAnInvalidRequest: Rule = {
  claim: 'revocation without a token is an invalid_request',
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    assertRefused(await target.post(endpoint, target.client('web'), {}), 'invalid_request')
  },
}
