import type { Rule } from '../../rule.ts'
import { assertGranted, assertRefused } from '../../target/answer.ts'

export const aCodeIsRedeemedOnce: Rule = {
  claim: 'a code is redeemed once',
  clause: 'RFC 6749 §4.1.2',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    assertGranted(await target.redeem(client, outcome))
    assertRefused(await target.redeem(client, outcome), 'invalid_grant')
  },
}
