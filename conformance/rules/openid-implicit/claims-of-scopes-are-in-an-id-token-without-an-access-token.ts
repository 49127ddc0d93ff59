import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { logInFront } from '../../target/front-channel.ts'
import { requireListed } from '../../target/openid.ts'

export const claimsOfScopesAreInAnIdTokenWithoutAnAccessToken: Rule = {
  claim: 'claims of scopes are in the ID token where no access token is issued',
  clause: 'OIDC Core §5.4',
  async run(target) {
    requireListed(target, 'response_types_supported', 'id_token')
    const scope = 'openid profile email address phone'
    const { idToken } = await logInFront(target, target.client('client'), 'id_token', { scope })
    for (const claim of ['name', 'updated_at', 'email', 'email_verified', 'address', 'phone_number']) {
      assert.ok(claim in idToken, `${claim} is missing`)
    }
  },
}
