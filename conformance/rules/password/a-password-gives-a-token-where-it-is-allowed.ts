import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

/** Holds: a password gives a token to the client that is allowed it (RFC 6749 §4.3.3). */
export const aPasswordGivesATokenWhereItIsAllowed: Rule = {
  claim: 'a password gives a token to the client that is allowed it',
  clause: 'RFC 6749 §4.3.3',
  async run(target) {
    assertGranted(await target.token(target.client('password'), { grant_type: 'password', ...target.person() }))
  },
}
