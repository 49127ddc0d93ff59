import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'

export const aLogoutWithoutAUriShowsAPage: Rule = {
  claim: 'a logout with a hint and without a URI shows a page',
  clause: 'OIDC RP-Initiated Logout §2, §3',
  async run(target) {
    const { hint, logOut } = await beginLogout(target)
    const { to, page } = await logOut({ id_token_hint: hint, state: 's' })
    assert.equal(to, undefined, `the browser was sent to ${to}`)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  },
}
