import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

/** Holds: a null byte in a form is refused without a failure (RFC 6749 Appendix A). */
export const aNullByteIsRefused: Rule = {
  claim: 'a null byte in a form is refused without a failure',
  clause: 'RFC 6749 Appendix A',
  async run(target) {
    const fields = { grant_type: 'refresh_token', refresh_token: 'a\0b' }
    assertRefused(await target.token(target.client('web'), fields), 'invalid_request', 'invalid_grant')
  },
}
