import type { Rule } from '../../rule.ts'
import { assertGranted } from '../../target/answer.ts'
import { authenticate, requireListed } from '../../target/openid.ts'
import { withReceiver } from '../../target/receiver.ts'
import { assertion, type ClientKey, makeKey, withRegistered } from '../../target/registration.ts'

export const aKeyIsFetchedAndMayBeReplaced: Rule = {
  claim: 'the keys of a client are fetched from its jwks_uri, again for one that is new',
  clause: 'OIDC Core §10.1.1',
  async run(target) {
    requireListed(target, 'token_endpoint_auth_methods_supported', 'private_key_jwt')
    await withReceiver(target, async ({ origin, documents }) => {
      const members = { jwks_uri: `${origin}/jwks`, token_endpoint_auth_method: 'private_key_jwt' }
      const first = makeKey()
      documents.set('/jwks', first.jwks)
      await withRegistered(target, members, async ({ client }) => {
        const redeem = async (key: ClientKey) => {
          const fields = { code_verifier: undefined, ...assertion(client, key, target.issuer) }
          assertGranted(await target.redeem(client, await authenticate(target, client), fields, 'none'))
        }
        await redeem(first)
        // Within a minute, as when several clients share the URL one after another.
        for (let time = 0; time < 2; time++) {
          const next = makeKey()
          documents.set('/jwks', next.jwks)
          await redeem(next)
        }
      })
    })
  },
}
