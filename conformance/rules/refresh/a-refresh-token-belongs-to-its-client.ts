import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, assertRefused, text } from '../../target/answer.ts'

export const aRefreshTokenBelongsToItsClient: Rule = {
  claim: 'another client cannot use a refresh token, which stays valid for its own',
  clause: 'RFC 6749 §6',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    const foreign = { grant_type: 'refresh_token', refresh_token: text(first, 'refresh_token') }
    assertRefused(await target.token(target.client('other'), foreign), 'invalid_grant')
    assertGranted(await refresh(text(first, 'refresh_token')))
  },
}
