import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, assertRefused, text } from '../../target/answer.ts'

export const aReplayedCodeRevokesItsTokens: Rule = {
  claim: 'a replayed code revokes the tokens issued for it',
  clause: 'RFC 6749 §4.1.2',
  async run(target) {
    target.person()
    const client = target.client('web')

    const outcome = await target.authorize(client)
    const first = await target.redeem(client, outcome)
    assertGranted(first)
    await target.redeem(client, outcome)
    if (first.json.refresh_token === undefined) throw new Skip('there is no refresh token to look at')
    const refresh_token = text(first, 'refresh_token')
    assertRefused(await target.token(client, { grant_type: 'refresh_token', refresh_token }), 'invalid_grant')
  },
}
