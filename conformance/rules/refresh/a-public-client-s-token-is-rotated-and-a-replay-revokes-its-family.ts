import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, assertRefused, text } from '../../target/answer.ts'

export const aPublicClientSTokenIsRotatedAndAReplayRevokesItsFamily: Rule = {
  claim: "a public client's refresh token is rotated, and a replay revokes the token family",
  clause: 'RFC 9700 §4.14.2',
  async run(target) {
    const client = target.client('native')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string) => target.token(client, { grant_type: 'refresh_token', refresh_token: token })
    const second = await refresh(text(first, 'refresh_token'))
    assertGranted(second)
    assert.notEqual(second.json.refresh_token, first.json.refresh_token)
    const third = await refresh(text(second, 'refresh_token'))
    assertGranted(third)
    assertRefused(await refresh(text(first, 'refresh_token')), 'invalid_grant')
    assertRefused(await refresh(text(third, 'refresh_token')), 'invalid_grant')
  },
}
