import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aCodeBelongsToItsClient: Rule = {
  claim: 'another client cannot redeem a code',
  clause: 'RFC 6749 §4.1.3',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    const redirect_uri = client.redirect_uri
    assertRefused(await target.redeem(target.client('other'), outcome, { redirect_uri }), 'invalid_grant')
  },
}
