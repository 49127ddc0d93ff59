import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'

export const aRepeatedRedirectUriGetsAPage: Rule = {
  claim: 'a repeated redirect_uri gets a page and no redirect',
  clause: 'RFC 6749 §3.1',
  async run(target) {
    const client = target.client('web')
    assertPage(await target.authorize(client, { redirect_uri: [String(client.redirect_uri), 'https://evil.example'] }))
  },
}
