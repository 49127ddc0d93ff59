import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { authenticate, requireListed } from '../../target/openid.ts'
import { withReceiver } from '../../target/receiver.ts'
import { makeKey, withRegistered } from '../../target/registration.ts'

export const aRequestObjectIsFetchedFromARegisteredUri: Rule = {
  claim: 'a signed request object is fetched from a registered request_uri',
  clause: 'OIDC Core §6.2',
  async run(target) {
    requireListed(target, 'request_object_signing_alg_values_supported', 'RS256')
    const key = makeKey(null)
    if (target.metadata.request_uri_parameter_supported === false) throw new Skip('request_uri is not supported')
    await withReceiver(target, async ({ origin, serve }) => {
      // The fragment is the hash of another object: this one was not known yet at the registration.
      const request_uri = `${origin}/request.jwt#${'A'.repeat(43)}`
      const members = { jwks: key.jwks, request_uris: [request_uri], request_object_signing_alg: 'RS256' }
      await withRegistered(target, members, async ({ client }) => {
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
        for (const type of ['application/oauth-authz-req+jwt', 'application/jwt']) {
          serve('/request.jwt', type, object)
          const { fields } = await authenticate(target, client, { request_uri, state: undefined, nonce: undefined })
          assert.equal(fields.get('state'), 'of the object', String(fields))
          assert.ok(fields.has('code'), String(fields))
        }
      })
    })
  },
}
