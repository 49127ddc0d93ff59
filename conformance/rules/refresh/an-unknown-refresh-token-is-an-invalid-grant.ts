import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const anUnknownRefreshTokenIsAnInvalidGrant: Rule = {
  claim: 'an unknown refresh token is an invalid_grant',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    assertRefused(
      await target.token(target.client('web'), { grant_type: 'refresh_token', refresh_token: 'made-up' }),
      'invalid_grant',
    )
  },
}
