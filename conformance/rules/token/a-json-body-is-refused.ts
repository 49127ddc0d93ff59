import type { Rule } from '../../rule.ts'
import { assertRefused, toAnswer } from '../../target/answer.ts'

export const aJsonBodyIsRefused: Rule = {
  claim: 'a body that is not form-encoded is rejected',
  clause: 'RFC 6749 §3.2',
  async run(target) {
    const headers = { 'content-type': 'application/json' }
    const body = '{"grant_type":"client_credentials"}'
    const response = await fetch(target.endpoint('token_endpoint'), { method: 'POST', headers, body })
    assertRefused(await toAnswer(response), 'invalid_request')
  },
}
