import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'

export const aLogoutWithoutStateLeadsBackWithout: Rule = {
  claim: 'a logout without state leads to the registered URI without state',
  clause: 'OIDC RP-Initiated Logout §3',
  async run(target) {
    const { hint, uri, logOut } = await beginLogout(target)
    const { to, fields } = await logOut({ id_token_hint: hint, post_logout_redirect_uri: uri })
    assert.equal(to, uri)
    assert.deepEqual([...fields], [])
  },
}
