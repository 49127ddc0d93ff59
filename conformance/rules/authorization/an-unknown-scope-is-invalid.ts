import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const anUnknownScopeIsInvalid: Rule = {
  claim: 'an unknown scope is an invalid_scope',
  clause: 'RFC 6749 §4.1.2.1',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { scope: 'unheard-of-scope' }), 'invalid_scope')
  },
}
