import { formPost } from '../drive/requests.ts'
import { expectJwt, expectOpaque, readTokens, verifyJwt } from '../drive/verify.ts'
import { expectActive } from './introspection.ts'
import { type Scenario, sampler } from './scenario.ts'

/** A service requests a JWT access token signed with `alg` (RFC 6749 §4.4, RFC 9068). */
export function clientCredentialsJwt(alg: 'ES256' | 'RS256'): Scenario {
  return {
    name: `client-credentials-${alg.toLowerCase()}`,
    needsOpenid: false,
    async prepare({ plan, connection }, samples) {
      const resource = alg === 'ES256' ? plan.resources.es256 : plan.resources.rs256
      const request = formPost(plan, plan.paths.token, plan.machine, clientCredentialsForm(resource, plan.scope))
      const sample = sampler(samples)
      return async () => {
        const { access_token } = readTokens(await connection.send(request))
        expectJwt(access_token, alg)
        sample(
          () =>
            async ({ keys }) =>
              verifyJwt(access_token, keys, plan.issuer, resource),
        )
      }
    },
  }
}

/** A service requests an opaque access token, which the server must store. */
export const clientCredentialsOpaque: Scenario = {
  name: 'client-credentials-opaque',
  needsOpenid: false,
  async prepare({ plan, connection }, samples) {
    const form = clientCredentialsForm(plan.resources.opaque, plan.scope)
    const request = formPost(plan, plan.paths.token, plan.machine, form)
    const sample = sampler(samples)
    return async () => {
      const { access_token } = readTokens(await connection.send(request))
      expectOpaque(access_token)
      sample(() => () => expectActive(plan, plan.machine, access_token))
    }
  },
}

/** Writes the form of a client credentials request for one API. */
export function clientCredentialsForm(resource: string, scope: string): string {
  return new URLSearchParams({ grant_type: 'client_credentials', resource, scope }).toString()
}
