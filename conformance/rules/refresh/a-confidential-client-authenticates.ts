import { type Rule, Skip } from '../../rule.ts'
import { assertRefused, text } from '../../target/answer.ts'

export const aConfidentialClientAuthenticates: Rule = {
  claim: 'a refresh by a confidential client without authentication is rejected',
  clause: 'RFC 6749 §6',
  async run(target) {
    const client = target.client('web')
    const first = await target.grant(client)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token')

    const fields = { grant_type: 'refresh_token', refresh_token: text(first, 'refresh_token') }
    assertRefused(await target.token(client, fields, 'none'), 'invalid_client')
  },
}
