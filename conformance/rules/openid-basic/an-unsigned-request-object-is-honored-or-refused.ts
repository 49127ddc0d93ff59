import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { authenticate, unsigned } from '../../target/openid.ts'

export const anUnsignedRequestObjectIsHonoredOrRefused: Rule = {
  claim: 'an unsigned request object is honored or refused, never ignored',
  clause: 'OIDC Core §6.1, §3.1.2.6',
  async run(target) {
    const client = target.client('client')
    const state = 'of the object'
    const request = unsigned({
      client_id: client.client_id,
      response_type: 'code',
      state,
      redirect_uri: client.redirect_uri,
    })
    const outcome = await authenticate(target, client, { request, state: 'outside' })
    const sent = outcome.fields.get('state')
    if (sent === state) return
    assertError({ ...outcome, state: 'outside' }, 'request_not_supported', 'invalid_request_object')
  },
}
