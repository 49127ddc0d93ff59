import type { Rule } from '../../rule.ts'
import { assertNotRegistered, requestRegistration } from '../../target/registration.ts'

export const aRedirectUriWithAFragmentIsNotRegistered: Rule = {
  claim: 'a redirect URI with a fragment is not registered',
  clause: 'OIDC Registration §2, RFC 6749 §3.1.2',
  async run(target) {
    const answer = await requestRegistration(target, { redirect_uris: ['https://client.example.com/callback#part'] })
    assertNotRegistered(answer, 'invalid_redirect_uri', 'invalid_client_metadata')
  },
}
