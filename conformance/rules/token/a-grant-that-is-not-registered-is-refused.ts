import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aGrantThatIsNotRegisteredIsRefused: Rule = {
  claim: 'a grant that the client is not registered for is an unauthorized_client',
  clause: 'RFC 6749 §5.2',
  async run(target) {
    assertRefused(await target.token(target.client('web'), { grant_type: 'client_credentials' }), 'unauthorized_client')
  },
}
