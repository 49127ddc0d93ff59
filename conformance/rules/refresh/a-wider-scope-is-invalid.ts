import { type Rule, Skip } from '../../rule.ts'
import { assertRefused, text } from '../../target/answer.ts'

export const aWiderScopeIsInvalid: Rule = {
  claim: 'a wider scope than was granted is an invalid_scope',
  clause: 'RFC 6749 §6',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    assertRefused(
      await refresh(text(first, 'refresh_token'), { scope: `${first.json.scope} unheard-of-scope` }),
      'invalid_scope',
    )
  },
}
