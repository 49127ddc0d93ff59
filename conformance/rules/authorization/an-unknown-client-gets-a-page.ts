import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'

export const anUnknownClientGetsAPage: Rule = {
  claim: 'an unknown client_id gets a page and no redirect',
  clause: 'RFC 6749 §4.1.2.1',
  async run(target) {
    assertPage(await target.authorize(target.client('web'), { client_id: 'nobody-by-this-name' }))
  },
}
