import type { Rule } from '../../rule.ts'
import { assertError, assertPage } from '../../target/expect.ts'
import { authenticate } from '../../target/openid.ts'

export const anUnregisteredRequestUriIsRefused: Rule = {
  claim: 'a request_uri that is not registered is refused',
  clause: 'OIDC Core §6.2, §3.1.2.6',
  async run(target) {
    const request_uri = 'https://client.example.com/request.jwt'
    const outcome = await authenticate(target, target.client('client'), { request_uri })
    if (outcome.to === undefined) assertPage(outcome)
    else assertError(outcome, 'request_uri_not_supported', 'invalid_request_uri', 'invalid_request')
  },
}
