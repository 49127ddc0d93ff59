import type { Rule } from '../../rule.ts'
import { assertNotRegistered, requestRegistration } from '../../target/registration.ts'

export const aLoginPageWithoutHttpsIsNotRegistered: Rule = {
  claim: 'an initiate_login_uri without https is not registered',
  clause: 'OIDC Core §4',
  async run(target) {
    const answer = await requestRegistration(target, { initiate_login_uri: 'http://client.example.com/login' })
    assertNotRegistered(answer, 'invalid_client_metadata')
  },
}
