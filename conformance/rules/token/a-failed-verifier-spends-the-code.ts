import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aFailedVerifierSpendsTheCode: Rule = {
  claim: 'a code is invalid after a wrong verifier',
  clause: 'RFC 9700 §2.1.1',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    assertRefused(await target.redeem(client, outcome, { code_verifier: 'a'.repeat(43) }), 'invalid_grant')
    assertRefused(await target.redeem(client, outcome), 'invalid_grant')
  },
}
