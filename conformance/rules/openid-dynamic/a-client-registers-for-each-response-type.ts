import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'
import { each, has, supportedWays } from '../../target/front-channel.ts'
import { assertUserinfo, authenticate, readIdToken, readUserinfo, requireListed } from '../../target/openid.ts'
import { assertion, makeKey, withRegistered } from '../../target/registration.ts'

export const aClientRegistersForEachResponseType: Rule = {
  claim: 'a client with a key that has no id registers for one response type alone, and logs in',
  clause: 'OIDC Registration §2, OIDC Core §9',
  async run(target) {
    requireListed(target, 'token_endpoint_auth_methods_supported', 'private_key_jwt')
    const ways = supportedWays(target).filter(({ response_mode }) => response_mode === undefined)
    await each(ways, async (way) => {
      const key = makeKey(null)
      const members = {
        grant_types: [
          ...(has(way, 'code') ? ['authorization_code'] : []),
          ...(way.response_type === 'code' ? [] : ['implicit']),
        ],
        response_types: [way.response_type],
        contacts: ['certification@example.com'],
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: key.jwks,
      }
      await withRegistered(target, members, async ({ client }) => {
        const response = await authenticate(target, client, way)
        const { fields, nonce } = response
        const idToken = fields.get('id_token')
        if (idToken !== null) await readIdToken(idToken, target, client, nonce)
        if (!has(way, 'code')) return
        const proof = assertion(client, key, target.endpoint('token_endpoint'))
        const tokens = await target.redeem(client, response, { code_verifier: undefined, ...proof }, 'none')
        assertGranted(tokens)
        const claims = await readIdToken(String(tokens.json.id_token), target, client, nonce)
        assertUserinfo(await readUserinfo(target, String(tokens.json.access_token)), claims)
      })
    })
  },
}
