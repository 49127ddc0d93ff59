import { type Rule, Skip } from '../../rule.ts'
import { assertRefused, text } from '../../target/answer.ts'

export const aResourceBeyondTheGrantIsAnInvalidTarget: Rule = {
  claim: 'a resource beyond the grant is an invalid_target',
  clause: 'RFC 8707 §2.2',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    assertRefused(
      await refresh(text(first, 'refresh_token'), { resource: 'https://unknown.example' }),
      'invalid_target',
    )
  },
}
