import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aSecretInTheBodyIsAccepted: Rule = {
  claim: 'client_secret_post works for a client registered with it',
  clause: 'RFC 6749 §2.3.1',
  async run(target) {
    const client = target.client('post')
    const fields = { grant_type: 'refresh_token', refresh_token: 'x' }
    assertRefused(await target.token(client, fields, 'client_secret_post'), 'invalid_grant')
    assertRefused(
      await target.token({ ...client, client_secret: 'wrong' }, fields, 'client_secret_post'),
      'invalid_client',
    )
  },
}
