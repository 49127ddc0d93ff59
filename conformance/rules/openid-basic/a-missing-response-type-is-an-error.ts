import type { Rule } from '../../rule.ts'
import { assertError, assertPage } from '../../target/expect.ts'
import { authenticate } from '../../target/openid.ts'

export const aMissingResponseTypeIsAnError: Rule = {
  claim: 'an authentication request without response_type is an error',
  clause: 'OIDC Core §3.1.2.2',
  async run(target) {
    const outcome = await authenticate(target, target.client('client'), { response_type: undefined })
    if (outcome.to === undefined) assertPage(outcome)
    else assertError(outcome, 'invalid_request', 'unsupported_response_type')
  },
}
