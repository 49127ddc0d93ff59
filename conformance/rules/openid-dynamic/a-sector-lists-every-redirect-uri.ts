import type { Rule } from '../../rule.ts'
import { logIn, requireListed } from '../../target/openid.ts'
import { withReceiver } from '../../target/receiver.ts'
import { assertNotRegistered, requestRegistration, withRegistered } from '../../target/registration.ts'

export const aSectorListsEveryRedirectUri: Rule = {
  claim: 'a sector identifier must list every redirect URI',
  clause: 'OIDC Core §8.1',
  async run(target) {
    requireListed(target, 'subject_types_supported', 'pairwise')
    await withReceiver(target, async ({ origin, documents }) => {
      const redirect_uris = ['https://client.example.com/callback']
      const sector_identifier_uri = `${origin}/redirect_uris.json`
      const sector = { redirect_uris, subject_type: 'pairwise', sector_identifier_uri }
      // The document of the moment counts, at the same URL.
      for (const document of [['https://other.example.com/callback'], redirect_uris, []]) {
        documents.set('/redirect_uris.json', document)
        if (document === redirect_uris) {
          await withRegistered(target, sector, async ({ client }) => {
            await logIn(target, client)
          })
        } else assertNotRegistered(await requestRegistration(target, sector), 'invalid_client_metadata')
      }
    })
  },
}
