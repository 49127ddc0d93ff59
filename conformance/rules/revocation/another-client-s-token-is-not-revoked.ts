import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'

export const anotherClientSTokenIsNotRevoked: Rule = {
  claim: "another client's token is not revoked",
  clause: 'RFC 7009 §2.1',
  async run(target) {
    const endpoint = target.endpoint('revocation_endpoint')
    const other = target.client('other')
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')
    const refresh = (token: string, fields = {}) =>
      target.token(client, { grant_type: 'refresh_token', refresh_token: token, ...fields })

    await target.post(endpoint, other, { token: text(first, 'refresh_token') })
    assertGranted(await refresh(text(first, 'refresh_token')))
  },
}
