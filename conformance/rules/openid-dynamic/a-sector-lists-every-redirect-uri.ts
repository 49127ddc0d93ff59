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
      documents.set('/good', redirect_uris)
      documents.set('/bad', ['https://other.example.com/callback'])
      const sector = { redirect_uris, subject_type: 'pairwise' }
      await withRegistered(target, { ...sector, sector_identifier_uri: `${origin}/good` }, async ({ client }) => {
        await logIn(target, client)
      })
      const bad = await requestRegistration(target, { ...sector, sector_identifier_uri: `${origin}/bad` })
      assertNotRegistered(bad, 'invalid_client_metadata')
    })
  },
}
