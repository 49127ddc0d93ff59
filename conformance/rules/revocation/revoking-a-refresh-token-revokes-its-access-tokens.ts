import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { text } from '../../target/answer.ts'

export const revokingARefreshTokenRevokesItsAccessTokens: Rule = {
  claim: 'revoking a refresh token revokes its access tokens',
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    const introspection = target.endpoint('introspection_endpoint')
    const client = target.client('web')

    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    await target.post(endpoint, client, { token: text(first, 'refresh_token') })
    const { json } = await target.post(introspection, client, { token: text(first, 'access_token') })
    assert.deepEqual(json, { active: false })
  },
}
