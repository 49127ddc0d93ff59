import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { authenticate, requireListed } from '../../target/openid.ts'
import { makeKey, withRegistered } from '../../target/registration.ts'

export const aSignedRequestObjectIsHonored: Rule = {
  claim: 'a signed request object is honored',
  clause: 'OIDC Core §6.1',
  async run(target) {
    requireListed(target, 'request_object_signing_alg_values_supported', 'RS256')
    const key = makeKey()

    await withRegistered(target, { jwks: key.jwks }, async ({ client }) => {
      const { client_id, redirect_uri } = client
      const now = Math.floor(Date.now() / 1000)
      const asked = {
        response_type: 'code',
        scope: 'openid',
        state: 'of the object',
        nonce: 'of the object',
        redirect_uri,
      }
      const object = key.sign({ iss: client_id, aud: target.issuer, client_id, iat: now, exp: now + 60, ...asked })
      const { fields } = await authenticate(target, client, { request: object, state: undefined, nonce: undefined })
      assert.equal(fields.get('state'), 'of the object', String(fields))
      assert.ok(fields.has('code'), String(fields))
    })
  },
}
