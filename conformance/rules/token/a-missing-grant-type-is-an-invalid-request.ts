import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aMissingGrantTypeIsAnInvalidRequest: Rule = {
  claim: 'a missing grant_type is an invalid_request',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    assertRefused(await target.token(target.client('web'), {}), 'invalid_request')
  },
}
