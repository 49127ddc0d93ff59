import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aWrongPasswordIsAnInvalidGrant: Rule = {
  claim: 'a wrong password is an invalid_grant',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    const { username } = target.person()
    assertRefused(
      await target.token(target.client('password'), { grant_type: 'password', username, password: 'wrong' }),
      'invalid_grant',
    )
  },
}
