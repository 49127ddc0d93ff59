import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aScopeBeyondTheClientIsInvalid: Rule = {
  claim: 'a scope beyond the client is an invalid_scope',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    assertRefused(
      await target.token(target.client('machine'), { grant_type: 'client_credentials', scope: 'unheard-of-scope' }),
      'invalid_scope',
    )
  },
}
