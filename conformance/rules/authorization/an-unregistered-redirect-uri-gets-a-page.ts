import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'

export const anUnregisteredRedirectUriGetsAPage: Rule = {
  claim: 'an unregistered redirect_uri gets a page and no redirect',
  clause: 'RFC 6749 §3.1.2.4',
  async run(target) {
    assertPage(await target.authorize(target.client('web'), { redirect_uri: 'https://evil.example/callback' }))
  },
}
