import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aMissingVerifierIsRefused: Rule = {
  claim: 'a code with a challenge is rejected without its verifier',
  clause: 'RFC 7636 §4.6',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    assertRefused(
      await target.redeem(client, outcome, { code_verifier: undefined }),
      'invalid_grant',
      'invalid_request',
    )
  },
}
