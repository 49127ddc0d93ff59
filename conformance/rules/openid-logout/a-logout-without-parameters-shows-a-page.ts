import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'

export const aLogoutWithoutParametersShowsAPage: Rule = {
  claim: 'a logout without parameters shows a page',
  clause: 'OIDC RP-Initiated Logout §2',
  async run(target) {
    const { logOut } = await beginLogout(target)
    const { to, page } = await logOut({})
    assert.equal(to, undefined, `the browser was sent to ${to}`)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  },
}
