import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const anUnregisteredMethodIsRefused: Rule = {
  claim: 'the correct secret sent with another method than the registered one is rejected',
  clause: 'RFC 7591 §2',
  async run(target) {
    const client = target.client('web')

    assertRefused(
      await target.token(client, { grant_type: 'refresh_token', refresh_token: 'x' }, 'client_secret_post'),
      'invalid_client',
    )
  },
}
