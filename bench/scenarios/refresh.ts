import { formPost } from '../drive/requests.ts'
import { expectOpaque, readTokens } from '../drive/verify.ts'
import { authorizations, requestCode } from './authorize.ts'
import { redeem } from './code-flow.ts'
import { expectActive } from './introspection.ts'
import { type Scenario, sampler } from './scenario.ts'

/** An app exchanges its refresh token for the next one (RFC 6749 §6); each user has its own token family. */
export const refresh: Scenario = {
  name: 'refresh',
  needsOpenid: false,
  async prepare(user, samples) {
    const { plan, connection } = user
    const sample = sampler(samples)
    const { code, verifier } = await requestCode(user, authorizations(plan, plan.scope, undefined, 1)())
    let token = (await redeem(user, code, verifier)).refresh_token ?? ''
    return async () => {
      const form = `grant_type=refresh_token&refresh_token=${encodeURIComponent(token)}`
      const { access_token, refresh_token } = readTokens(
        await connection.send(formPost(plan, plan.paths.token, plan.web, form)),
      )
      expectOpaque(access_token)
      if (refresh_token === undefined || refresh_token === token) throw new Error('the refresh token was not rotated')
      token = refresh_token
      sample(() => () => expectActive(plan, plan.web, access_token))
    }
  },
}
