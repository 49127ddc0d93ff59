import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'

export const aPasswordGivesATokenWhereItIsAllowed: Rule = {
  claim: 'a client that is allowed the password grant gets a token',
  clause: 'RFC 6749 §4.3.3',
  async run(target) {
    assertGranted(await target.token(target.client('password'), { grant_type: 'password', ...target.person() }))
  },
}
