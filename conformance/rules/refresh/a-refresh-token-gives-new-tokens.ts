import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'

export const aRefreshTokenGivesNewTokens: Rule = {
  claim: 'a refresh token gives a new access token',
  clause: 'RFC 6749 §6',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    const second = await refresh(text(first, 'refresh_token'))
    assertGranted(second)
    assert.notEqual(second.json.access_token, first.json.access_token)
  },
}
