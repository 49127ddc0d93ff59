import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aPublicClientIsRefused: Rule = {
  claim: 'a public client cannot use client credentials',
  clause: 'RFC 6749 §4.4',
  async run(target) {
    assertRefused(
      await target.token(target.client('native'), { grant_type: 'client_credentials' }),
      'unauthorized_client',
      'invalid_client',
    )
  },
}
