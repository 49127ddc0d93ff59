import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'

export const aMalformedScopeIsInvalid: Rule = {
  claim: 'a scope outside the grammar is an invalid_scope',
  clause: 'RFC 6749 §3.3',
  async run(target) {
    assertError(await target.authorize(target.client('web'), { scope: 'a"b' }), 'invalid_scope')
  },
}
