import { type Rule, Skip } from '../../rule.ts'
import { assertGranted, assertRefused, text } from '../../target/answer.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'
import { redeemLogin } from '../../target/openid.ts'

export const aHybridCodeGivesARefreshTokenThatWorks: Rule = {
  claim: 'a refresh token of a hybrid code works, for its client only',
  clause: 'OIDC Core §12.1',
  async run(target) {
    const client = target.client('client')
    for (const response_type of frontTypes(target, 'hybrid')) {
      const { tokens } = await redeemLogin(target, client, (await logInFront(target, client, response_type)).response)
      if (tokens.json.refresh_token === undefined) throw new Skip('there is no refresh token')
      const fields = { grant_type: 'refresh_token', refresh_token: text(tokens, 'refresh_token') }
      assertRefused(await target.token(target.client('client2'), fields), 'invalid_grant')
      assertGranted(await target.token(client, fields))
    }
  },
}
