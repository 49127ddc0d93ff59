import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aNullByteIsRefused: Rule = {
  claim: 'a null byte in a form is rejected without a server error',
  clause: 'RFC 6749 Appendix A',
  async run(target) {
    const fields = { grant_type: 'refresh_token', refresh_token: 'a\0b' }
    assertRefused(await target.token(target.client('web'), fields), 'invalid_request', 'invalid_grant')
  },
}
