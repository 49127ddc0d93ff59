import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aRepeatedParameterIsRefused: Rule = {
  claim: 'a repeated parameter is an invalid_request',
  clause: 'RFC 6749 §3.2',
  async run(target) {
    const fields = { grant_type: ['refresh_token', 'refresh_token'], refresh_token: 'x' }
    assertRefused(await target.token(target.client('web'), fields), 'invalid_request')
  },
}
