import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const anUnknownGrantTypeIsUnsupported: Rule = {
  claim: 'an unknown grant_type is an unsupported_grant_type',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    assertRefused(await target.token(target.client('web'), { grant_type: 'unheard-of' }), 'unsupported_grant_type')
  },
}
