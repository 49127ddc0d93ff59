import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'

export const aLogoutUriWithoutAHintIsNotFollowed: Rule = {
  claim: 'a post_logout_redirect_uri without id_token_hint is not followed',
  clause: 'OIDC RP-Initiated Logout §3',
  async run(target) {
    const { uri, logOut } = await beginLogout(target)
    const { to, page } = await logOut({ post_logout_redirect_uri: uri, state: 's' })
    assert.equal(to, undefined, `the browser was sent to ${to}`)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  },
}
