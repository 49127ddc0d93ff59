import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const anUnknownResourceIsAnInvalidTarget: Rule = {
  claim: 'an unknown resource is an invalid_target at the token endpoint, too',
  clause: 'RFC 8707 §2',
  async run(target) {
    assertRefused(
      await target.token(target.client('machine'), {
        grant_type: 'client_credentials',
        resource: 'https://unknown.example',
      }),
      'invalid_target',
    )
  },
}
