import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aClientWithoutNeedOfPkceMayUseIt: Rule = {
  claim: 'a client that may leave out PKCE may use it, and its verifier is checked',
  clause: 'RFC 7636 §4.6',
  async run(target) {
    const client = target.client('client')
    target.person()
    const { json } = await target.grant(client, { scope: 'openid', nonce: 'n' })
    assert.equal(typeof json.id_token, 'string')
    const outcome = await target.authorize(client, { scope: 'openid', nonce: 'n' })
    assertRefused(await target.redeem(client, outcome, { code_verifier: 'x'.repeat(43) }), 'invalid_grant')
  },
}
