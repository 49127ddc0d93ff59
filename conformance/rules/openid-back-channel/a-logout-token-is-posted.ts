import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { assertError, readJwt } from '../../target/expect.ts'
import { beginLogout } from '../../target/logout.ts'
import { authenticate, needsUser } from '../../target/openid.ts'
import { withReceiver } from '../../target/receiver.ts'
import { withRegistered } from '../../target/registration.ts'

const uri = 'https://client.example.com/logged-out'

export const aLogoutTokenIsPosted: Rule = {
  claim: 'a logout posts a logout token to the client',
  clause: 'OIDC Back-Channel Logout §2.4, §2.5',
  async run(target) {
    if (target.metadata.backchannel_logout_supported !== true)
      throw new Skip('backchannel_logout_supported is not true')
    assert.equal(target.metadata.backchannel_logout_session_supported, true)
    await withReceiver(target, async ({ origin, receive }) => {
      const logout = { backchannel_logout_uri: `${origin}/logout`, backchannel_logout_session_required: true }
      const members = { ...logout, post_logout_redirect_uris: [uri] }
      await withRegistered(target, members, async ({ client }) => {
        const { logOut, hint, idToken, browser } = await beginLogout(target, {
          ...client,
          post_logout_redirect_uri: uri,
        })
        const { to, fields } = await logOut({ id_token_hint: hint, post_logout_redirect_uri: uri, state: 's' })
        assert.deepEqual([to, [...fields]], [uri, [['state', 's']]])
        const { method, type, body } = await receive('/logout')
        assert.equal(method, 'POST')
        assert.match(type, /^application\/x-www-form-urlencoded/)
        const posted = new URLSearchParams(body)
        assert.deepEqual([...posted.keys()], ['logout_token'])
        const { claims, isSigned } = await readJwt(posted.get('logout_token') ?? '', target)
        assert.ok(isSigned)
        assert.deepEqual([claims.iss, [claims.aud].flat()], [target.issuer, [client.client_id]])
        assert.deepEqual([typeof claims.iat, typeof claims.jti], ['number', 'string'])
        const { iat, exp } = claims
        assert.ok(Math.abs(Number(iat) - Date.now() / 1000) < 300, `iat is ${iat}`)
        assert.ok(typeof exp === 'number' && exp > Number(iat), `exp is ${exp}`)
        assert.deepEqual(claims.events, { 'http://schemas.openid.net/event/backchannel-logout': {} })
        assert.deepEqual([claims.sid, claims.sub], [idToken.sid, idToken.sub])
        assert.equal('nonce' in claims, false)
        assertError(await authenticate(target, client, { prompt: 'none' }, { browser }), ...needsUser)
      })
    })
  },
}
