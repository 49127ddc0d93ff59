import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const anUnknownCodeIsAnInvalidGrant: Rule = {
  claim: 'an unknown code is an invalid_grant',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    const client = target.client('web')

    const fields = { grant_type: 'authorization_code', code: 'made-up', redirect_uri: client.redirect_uri }
    assertRefused(await target.token(client, { ...fields, code_verifier: 'a'.repeat(43) }), 'invalid_grant')
  },
}
