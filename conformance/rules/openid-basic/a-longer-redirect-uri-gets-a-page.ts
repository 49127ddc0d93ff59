import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'
import { authenticate } from '../../target/openid.ts'

export const aLongerRedirectUriGetsAPage: Rule = {
  claim: 'a redirect_uri that only begins with the registered one gets a page',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const client = target.client('client')
    assertPage(await authenticate(target, client, { redirect_uri: `${client.redirect_uri}/random` }))
  },
}
