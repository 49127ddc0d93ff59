import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertPage } from '../../target/expect.ts'
import { authenticate, logIn } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

export const theQueryOfARedirectUriIsKeptAndCompared: Rule = {
  claim: 'the query of a redirect URI is kept, and compared',
  clause: 'OIDC Core §3.1.2.1, RFC 6749 §3.1.2',
  async run(target) {
    const redirect_uri = 'https://client.example.com/callback?foo=bar'
    await withRegistered(target, { redirect_uris: [redirect_uri] }, async ({ client }) => {
      const { response } = await logIn(target, client)
      assert.equal(response.fields.get('foo'), 'bar')
      assertPage(await authenticate(target, client, { redirect_uri: redirect_uri.replace('bar', 'baz') }))
    })
    await withRegistered(target, {}, async ({ client }) => {
      assertPage(await authenticate(target, client, { redirect_uri: `${client.redirect_uri}?foo=bar` }))
    })
  },
}
