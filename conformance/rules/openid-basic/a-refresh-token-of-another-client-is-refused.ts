import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertRefused, text } from '../../target/answer.ts'
import { logIn } from '../../target/openid.ts'

export const aRefreshTokenOfAnotherClientIsRefused: Rule = {
  claim: 'a refresh token of another client is refused',
  clause: 'OIDC Core §12.1',
  async run(target) {
    const other = target.client('client2')
    const { tokens } = await logIn(target, other)
    if (tokens.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const fields = { grant_type: 'refresh_token', refresh_token: text(tokens, 'refresh_token') }
    const answer = await target.token(target.client('client'), fields)
    assert.equal(answer.status, 400)
    assertRefused(answer, 'invalid_grant')
  },
}
