import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

/** Holds: a missing password is an invalid_request (RFC 6749 §4.3.2). */
export const aMissingPasswordIsAnInvalidRequest: Rule = {
  claim: 'a missing password is an invalid_request',
  clause: 'RFC 6749 §4.3.2',
  async run(target) {
    const { username } = target.person()
    assertRefused(
      await target.token(target.client('password'), { grant_type: 'password', username }),
      'invalid_request',
    )
  },
}
