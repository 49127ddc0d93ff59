import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { beginLogout } from '../../target/logout.ts'
import { unsigned } from '../../target/openid.ts'

export const anUnsignedIdTokenHintLeadsNowhere: Rule = {
  claim: 'an id_token_hint without signature leads nowhere',
  clause: 'OIDC RP-Initiated Logout §2, §4',
  async run(target) {
    const { hint, uri, logOut } = await beginLogout(target)
    const claims: unknown = JSON.parse(Buffer.from(hint.split('.')[1] ?? '', 'base64url').toString())
    const { to, page } = await logOut({
      id_token_hint: unsigned({ ...(claims as object) }),
      post_logout_redirect_uri: uri,
      state: 's',
    })
    assert.equal(to, undefined, `the browser was sent to ${to}`)
    assert.match(page.headers.get('content-type') ?? '', /^text\/html/)
  },
}
