import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'
import { authenticate } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const oneOfSeveralRedirectUrisMustBeNamed: Rule = {
  claim: 'a request without redirect_uri gets a page if several are registered',
  clause: 'OIDC Core §3.1.2.1',
  async run(target) {
    const redirect_uris = ['https://client.example.com/a', 'https://client.example.com/b']
    await withRegistered(target, { redirect_uris }, async ({ client }) => {
      assertPage(await authenticate(target, client, { redirect_uri: undefined }))
    })
  },
}
