import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const parametersInTheUrlAreRefused: Rule = {
  claim: 'parameters in the URL of the token endpoint are refused',
  clause: 'RFC 6749 §3.2',
  async run(target) {
    const client = target.client('web')
    const url = `${target.endpoint('token_endpoint')}?grant_type=refresh_token&refresh_token=x`
    assertRefused(await target.post(url, client, {}), 'invalid_request')
  },
}
