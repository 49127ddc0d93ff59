import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertRefused, text } from '../../target/answer.ts'

export const aRevokedRefreshTokenIsRefused: Rule = {
  claim: 'a revoked refresh token is invalid',
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string) => target.token(client, { grant_type: 'refresh_token', refresh_token: token })

    assert.equal((await target.post(endpoint, client, { token: text(first, 'refresh_token') })).status, 200)
    assertRefused(await refresh(text(first, 'refresh_token')), 'invalid_grant')
  },
}
