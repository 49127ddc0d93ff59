import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const otherClientsAreRefused: Rule = {
  claim: 'a client that is not allowed the password grant is rejected',
  clause: 'RFC 9700 §2.4',
  async run(target) {
    assertRefused(
      await target.token(target.client('web'), { grant_type: 'password', ...target.person() }),
      'unauthorized_client',
      'unsupported_grant_type',
    )
  },
}
