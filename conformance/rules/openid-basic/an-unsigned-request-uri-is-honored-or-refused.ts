import { type Rule, Skip } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { authenticate } from '../../target/openid.ts'

export const anUnsignedRequestUriIsHonoredOrRefused: Rule = {
  claim: 'an unsigned request object by request_uri is refused where it is not supported',
  clause: 'OIDC Core §6.2, §3.1.2.6',
  async run(target) {
    if (target.metadata.request_uri_parameter_supported !== false) throw new Skip('request_uri is supported')
    const request_uri = 'https://client.example.com/request.jwt'
    const outcome = await authenticate(target, target.client('client'), { request_uri })
    assertError(outcome, 'request_uri_not_supported')
  },
}
