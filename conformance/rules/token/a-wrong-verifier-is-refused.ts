import { createHash } from 'node:crypto'
import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aWrongVerifierIsRefused: Rule = {
  claim: 'a wrong verifier, the challenge itself, or one of 42 or 129 characters is rejected',
  clause: 'RFC 7636 §4.6',
  async run(target) {
    target.person()
    const client = target.client('web')

    for (const bad of ['a'.repeat(43), 'a'.repeat(42), 'a'.repeat(129)]) {
      assertRefused(
        await target.redeem(client, await target.authorize(client), { code_verifier: bad }),
        'invalid_grant',
        'invalid_request',
      )
    }
    const outcome = await target.authorize(client)
    const challenge = createHash('sha256').update(outcome.verifier).digest('base64url')
    assertRefused(await target.redeem(client, outcome, { code_verifier: challenge }), 'invalid_grant')
  },
}
