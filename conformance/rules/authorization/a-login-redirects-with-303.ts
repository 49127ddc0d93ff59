import assert from 'node:assert/strict'
import { createBrowser } from '../../browser/browser.ts'
import type { Rule } from '../../rule.ts'
import { encode } from '../../target/target.ts'

export const aLoginRedirectsWith303: Rule = {
  claim: 'the response to posted credentials redirects with 303',
  clause: 'RFC 9700 §4.12',
  async run(target) {
    const person = target.person()
    const browser = createBrowser()
    const client = target.client('web')
    const query = encode({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: client.redirect_uri,
      scope: client.scope,
      code_challenge: 'a'.repeat(43),
      code_challenge_method: 'S256',
    })
    const login = await browser.follow(await browser.open(`${target.endpoint('authorization_endpoint')}?${query}`))
    const entered = await browser.submit(login, 'username', { ...person })
    assert.equal(entered.status, 303)
  },
}
