import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

/** Holds: a public client gets no token for itself (RFC 6749 §4.4). */
export const aPublicClientGetsNone: Rule = {
  claim: 'a public client gets no token for itself',
  clause: 'RFC 6749 §4.4',
  async run(target) {
    assertRefused(
      await target.token(target.client('native'), { grant_type: 'client_credentials' }),
      'unauthorized_client',
      'invalid_client',
    )
  },
}
