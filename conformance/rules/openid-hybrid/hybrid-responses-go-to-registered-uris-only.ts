import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'
import { frontTypes } from '../../target/front-channel.ts'
import { authenticate } from '../../target/openid.ts'

export const hybridResponsesGoToRegisteredUrisOnly: Rule = {
  claim: 'hybrid responses go to registered redirect URIs only',
  clause: 'OIDC Core §3.3.2.1',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const redirect_uri = `${client.redirect_uri}/random`
      assertPage(await authenticate(target, client, { response_type, redirect_uri }), response_type)
    }
  },
}
