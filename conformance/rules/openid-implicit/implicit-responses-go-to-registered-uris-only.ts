import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'
import { frontTypes } from '../../target/front-channel.ts'
import { authenticate } from '../../target/openid.ts'

export const implicitResponsesGoToRegisteredUrisOnly: Rule = {
  claim: 'implicit responses go to registered redirect URIs only',
  clause: 'OIDC Core §3.2.2.1',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'implicit')) {
      const redirect_uri = `${client.redirect_uri}/random`
      assertPage(await authenticate(target, client, { response_type, redirect_uri }), response_type)
    }
  },
}
