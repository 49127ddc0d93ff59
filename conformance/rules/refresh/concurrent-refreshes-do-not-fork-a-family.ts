import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { text } from '../../target/answer.ts'

export const concurrentRefreshesDoNotForkAFamily: Rule = {
  claim: 'concurrent refreshes do not fork the token family',
  clause: 'RFC 9700 §4.14.2',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    const answers = await Promise.all(Array.from({ length: 20 }, () => refresh(text(first, 'refresh_token'))))
    const good = answers.filter(({ status }) => status === 200)
    assert.ok(good.length > 0, 'no refresh succeeded')
    assert.equal(new Set(good.map(({ json }) => json.refresh_token)).size, 1, 'the token family has forked')
  },
}
