import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'

export const aLogoutUriWithAnotherQueryIsNotFollowed: Rule = {
  claim: 'a post_logout_redirect_uri with a query that is not registered is not followed',
  clause: 'OIDC RP-Initiated Logout §2',
  async run(target) {
    const { hint, uri, logOut } = await beginLogout(target)
    const { to, page } = await logOut({ id_token_hint: hint, post_logout_redirect_uri: `${uri}?foo=bar`, state: 's' })
    assert.equal(to, undefined, `the browser was sent to ${to}`)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  },
}
