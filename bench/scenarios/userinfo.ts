import { bearerGet } from '../drive/requests.ts'
import { readObject } from '../drive/verify.ts'
import { authorizations, requestCode } from './authorize.ts'
import { redeem } from './code-flow.ts'
import type { Scenario } from './scenario.ts'

/** An app reads the claims of its user (OIDC Core §5.3); each user has a token of its own. */
export const userinfo: Scenario = {
  name: 'userinfo',
  needsOpenid: true,
  async prepare(user) {
    const { plan, connection } = user
    // Without a resource: the peer's userinfo accepts no token for an API.
    const { code, verifier } = await requestCode(user, authorizations(plan, 'openid', {}, 1)())
    const { access_token, id_token = '' } = await redeem(user, code, verifier)
    const [, claims = ''] = id_token.split('.')
    const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { readonly sub: string }
    const request = bearerGet(plan, plan.paths.userinfo, access_token)
    return async () => {
      if (readObject(await connection.send(request)).sub !== sub) throw new Error('another sub than in the ID token')
    }
  },
}
