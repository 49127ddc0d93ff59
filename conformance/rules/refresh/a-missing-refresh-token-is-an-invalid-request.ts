import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aMissingRefreshTokenIsAnInvalidRequest: Rule = {
  claim: 'a missing refresh token is an invalid_request',
  clause: 'RFC 6749 §6',
  async run(target) {
    assertRefused(await target.token(target.client('web'), { grant_type: 'refresh_token' }), 'invalid_request')
  },
}
