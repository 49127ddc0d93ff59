import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'

export const aNarrowerScopeAppliesOnce: Rule = {
  claim: 'a narrower scope applies to one refresh only',
  clause: 'RFC 6749 §6',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    const [one, two] = String(first.json.scope).split(' ')
    if (one === undefined || two === undefined) throw new Skip('the client "web" has no two scopes')
    const narrow = await refresh(text(first, 'refresh_token'), { scope: one })
    assertGranted(narrow)
    assert.equal(narrow.json.scope, one)
    const whole = await refresh(text(narrow.json.refresh_token === undefined ? first : narrow, 'refresh_token'))
    assert.equal(whole.json.scope, first.json.scope)
  },
}
