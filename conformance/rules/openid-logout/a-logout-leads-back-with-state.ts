import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { assertError } from '../../target/expect.ts'
import { beginLogout, printableState } from '../../target/logout.ts'
import { authenticate, needsUser } from '../../target/openid.ts'

export const aLogoutLeadsBackWithState: Rule = {
  claim: 'a logout leads to the registered URI with the exact state, and ends the session',
  clause: 'OIDC RP-Initiated Logout §2, §3',
  async run(target) {
    const { client, browser, hint, uri, logOut } = await beginLogout(target)
    const state = printableState
    const { to, fields } = await logOut({ id_token_hint: hint, post_logout_redirect_uri: uri, state })
    assert.equal(to, uri)
    assert.deepEqual([...fields], [['state', state]])
    assertError(await authenticate(target, client, { prompt: 'none' }, { browser }), ...needsUser)
  },
}
