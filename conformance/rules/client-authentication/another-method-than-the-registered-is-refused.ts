import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

/** Holds: a right secret in another place than registered is refused (RFC 7591 §2). */
export const anotherMethodThanTheRegisteredIsRefused: Rule = {
  claim: 'a right secret in another place than registered is refused',
  clause: 'RFC 7591 §2',
  async run(target) {
    const client = target.client('web')

    assertRefused(
      await target.token(client, { grant_type: 'refresh_token', refresh_token: 'x' }, 'client_secret_post'),
      'invalid_client',
    )
  },
}
