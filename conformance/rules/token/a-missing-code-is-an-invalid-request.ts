import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aMissingCodeIsAnInvalidRequest: Rule = {
  claim: 'a missing code is an invalid_request',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    const client = target.client('web')

    assertRefused(await target.token(client, { grant_type: 'authorization_code' }), 'invalid_request')
  },
}
