import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertGranted, text } from '../../target/answer.ts'
import { authenticate, requireListed } from '../../target/openid.ts'
import { withReceiver } from '../../target/receiver.ts'
import { assertion, makeKey, withRegistered } from '../../target/registration.ts'

export const aReplacedKeyProvesTheClientAtARefresh: Rule = {
  claim: 'a client whose key was replaced a minute ago refreshes with the new one',
  clause: 'OIDC Core §10.1.1',
  async run(target) {
    requireListed(target, 'token_endpoint_auth_methods_supported', 'private_key_jwt')
    await withReceiver(target, async ({ origin, documents }) => {
      const members = {
        jwks_uri: `${origin}/jwks`,
        token_endpoint_auth_method: 'private_key_jwt',
        grant_types: ['authorization_code', 'refresh_token'],
      }
      const [first, second] = [makeKey(), makeKey()]
      documents.set('/jwks', first.jwks)
      await withRegistered(target, members, async ({ client }) => {
        const proof = { code_verifier: undefined, ...assertion(client, first, target.issuer) }
        const tokens = await target.redeem(client, await authenticate(target, client), proof, 'none')
        assertGranted(tokens)
        documents.set('/jwks', second.jwks)
        await target.pause(60_000)
        const fields = { grant_type: 'refresh_token', refresh_token: text(tokens, 'refresh_token') }
        const again = await target.token(client, { ...fields, ...assertion(client, second, target.issuer) }, 'none')
        assert.equal(again.status, 200, again.text)
      })
    })
  },
}
