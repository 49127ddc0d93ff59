import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'
import { logIn, readUserinfo } from '../../target/openid.ts'

export const aCodeUsedAgainAfterHalfAMinuteIsRefused: Rule = {
  claim: 'a code used again after half a minute is refused, and its access token is revoked',
  clause: 'OIDC Core §3.1.3.2, RFC 6749 §4.1.2',
  async run(target) {
    const client = target.client('client')
    const { response, accessToken } = await logIn(target, client)
    await target.pause(30_000)
    const again = await target.redeem(client, response, { code_verifier: undefined })
    assert.equal(again.status, 400)
    assertRefused(again, 'invalid_grant')
    const { status } = await readUserinfo(target, accessToken)
    assert.ok(status >= 400 && status < 500, `the access token still works: ${status}`)
  },
}
