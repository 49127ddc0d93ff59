import assert from 'node:assert/strict'
import { decodeEntities } from '../../browser/forms.ts'
import { type Rule, Skip } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { beginLogout, printableState } from '../../target/logout.ts'
import { authenticate, needsUser } from '../../target/openid.ts'
import { withRegistered } from '../../target/registration.ts'

const uri = 'https://client.example.com/logged-out'

export const aLogoutLoadsTheFrameOfTheClient: Rule = {
  claim: 'a logout loads the page of the client in a frame, with iss and sid, and leads on',
  clause: 'OIDC Front-Channel Logout §2, §3',
  async run(target) {
    if (target.metadata.frontchannel_logout_supported !== true)
      throw new Skip('frontchannel_logout_supported is not true')
    assert.equal(target.metadata.frontchannel_logout_session_supported, true)
    const frontchannel_logout_uri = 'https://client.example.com/frame'
    const session = { frontchannel_logout_uri, frontchannel_logout_session_required: true }
    await withRegistered(target, { ...session, post_logout_redirect_uris: [uri] }, async ({ client }) => {
      const { logOut, hint, idToken, browser } = await beginLogout(target, { ...client, post_logout_redirect_uri: uri })
      const { page } = await logOut({ id_token_hint: hint, post_logout_redirect_uri: uri, state: printableState })
      const [, source = ''] = /<iframe[^>]*\ssrc="([^"]*)"/.exec(page.html) ?? []
      const frame = new URL(decodeEntities(source))
      assert.equal(frame.origin + frame.pathname, frontchannel_logout_uri)
      assert.deepEqual(Object.fromEntries(frame.searchParams), { iss: target.issuer, sid: idToken.sid })
      const next = `${uri}?${new URLSearchParams({ state: printableState })}`
      assert.ok(decodeEntities(page.html + page.headers.get('refresh')).includes(next), 'nothing leads on')
      assertError(await authenticate(target, client, { prompt: 'none' }, { browser }), ...needsUser)
    })
  },
}
