import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const twoMethodsAreRefused: Rule = {
  claim: 'a client that authenticates in two ways is rejected',
  clause: 'RFC 6749 §2.3',
  async run(target) {
    const client = target.client('web')

    const { client_id, client_secret } = client
    const answer = await target.token(client, {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id,
      client_secret,
    })
    assertRefused(answer, 'invalid_request')
  },
}
