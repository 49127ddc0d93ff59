import { formPost } from '../drive/requests.ts'
import { expectJwt, expectOpaque, readTokens, type TokenAnswer, verifyJwt } from '../drive/verify.ts'
import { authorizations, requestCode } from './authorize.ts'
import { expectActive } from './introspection.ts'
import { type Scenario, sampler, type User } from './scenario.ts'

/** A browser gets a code, and the app redeems it with PKCE for an opaque access token and a refresh token. */
export const codeFlow: Scenario = {
  name: 'code-flow',
  needsOpenid: false,
  async prepare(user, samples) {
    const next = authorizations(user.plan, user.plan.scope)
    const sample = sampler(samples)
    return async () => {
      const { code, verifier } = await requestCode(user, next())
      const { access_token } = await redeem(user, code, verifier)
      sample(() => () => expectActive(user.plan, user.plan.web, access_token))
    }
  },
}

/** The same with `openid`: the response carries an ID token signed with RS256 (OIDC Core §3.1.3.3). */
export const codeFlowIdToken: Scenario = {
  name: 'code-flow-id-token',
  needsOpenid: true,
  async prepare(user, samples) {
    const next = authorizations(user.plan, `openid ${user.plan.scope}`)
    const sample = sampler(samples)
    return async () => {
      const { code, verifier } = await requestCode(user, next())
      const { id_token = '' } = await redeem(user, code, verifier)
      expectJwt(id_token, 'RS256')
      sample(
        () =>
          async ({ plan, keys }) =>
            verifyJwt(id_token, keys, plan.issuer, plan.web.id),
      )
    }
  },
}

/** Redeems a code; throws unless an opaque access token and a refresh token come back. */
export async function redeem(user: User, code: string, verifier: string): Promise<TokenAnswer> {
  const { plan, connection } = user
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: plan.web.redirectUri,
    code_verifier: verifier,
  })
  const tokens = readTokens(await connection.send(formPost(plan, plan.paths.token, plan.web, form.toString())))
  expectOpaque(tokens.access_token)
  if (tokens.refresh_token === undefined) throw new Error('no refresh token came with the code')
  return tokens
}
