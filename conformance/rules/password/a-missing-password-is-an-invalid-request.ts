import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

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
