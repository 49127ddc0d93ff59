import type { Rule } from '../../rule.ts'
import { assertGranted, assertRefused } from '../../target/answer.ts'
import { authenticate, requireListed } from '../../target/openid.ts'
import { assertion, makeKey, withRegistered } from '../../target/registration.ts'

export const aClientProvesItselfWithItsKey: Rule = {
  claim: 'a client authenticates with its key, for the token endpoint or the issuer',
  clause: 'OIDC Core §9',
  async run(target) {
    requireListed(target, 'token_endpoint_auth_methods_supported', 'private_key_jwt')
    const key = makeKey(null)
    const members = { jwks: key.jwks, token_endpoint_auth_method: 'private_key_jwt' }
    await withRegistered(target, members, async ({ client }) => {
      for (const audience of [target.endpoint('token_endpoint'), target.issuer]) {
        const response = await authenticate(target, client)
        const fields = { code_verifier: undefined, ...assertion(client, key, audience) }
        assertGranted(await target.redeem(client, response, fields, 'none'))
      }
      const response = await authenticate(target, client)
      const forged = { code_verifier: undefined, ...assertion(client, makeKey(), target.issuer) }
      assertRefused(await target.redeem(client, response, forged, 'none'), 'invalid_client')
    })
  },
}
