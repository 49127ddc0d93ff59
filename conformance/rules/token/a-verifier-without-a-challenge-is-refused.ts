import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'
import { withoutChallenge } from '../../target/expect.ts'

export const aVerifierWithoutAChallengeIsRefused: Rule = {
  claim: 'a verifier is rejected if the request had no challenge',
  clause: 'RFC 9700 §4.8.2',
  async run(target) {
    target.person()
    const client = target.client('without-pkce')
    const outcome = await target.authorize(client, withoutChallenge)
    assertRefused(await target.redeem(client, outcome), 'invalid_grant')
  },
}
