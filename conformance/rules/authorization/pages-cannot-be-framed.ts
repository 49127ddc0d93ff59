import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { encode } from '../../target/target.ts'

export const pagesCannotBeFramed: Rule = {
  claim: 'pages cannot be framed',
  clause: 'RFC 9700 §4.16',
  async run(target) {
    const client = target.client('web')
    const browser = createBrowser()
    const query = encode({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: client.redirect_uri,
      scope: client.scope,
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })
    const { headers } = await browser.follow(
      await browser.open(`${target.endpoint('authorization_endpoint')}?${query}`),
    )
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/)
  },
}
