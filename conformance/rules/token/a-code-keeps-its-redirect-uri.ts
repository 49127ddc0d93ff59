import type { Rule } from '../../rule.ts'
import { assertRefused } from '../../target/answer.ts'

export const aCodeKeepsItsRedirectUri: Rule = {
  claim: 'a code is rejected with another redirect_uri',
  clause: 'RFC 6749 §4.1.3',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    assertRefused(await target.redeem(client, outcome, { redirect_uri: `${client.redirect_uri}/x` }), 'invalid_grant')
  },
}
