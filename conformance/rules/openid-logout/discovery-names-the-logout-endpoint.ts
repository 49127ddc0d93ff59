import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { requireListed } from '../../target/openid.ts'

export const discoveryNamesTheLogoutEndpoint: Rule = {
  claim: 'discovery names the logout endpoint',
  clause: 'OIDC RP-Initiated Logout §2.1',
  async run(target) {
    requireListed(target, 'scopes_supported', 'openid')
    assert.equal(new URL(target.endpoint('end_session_endpoint')).protocol, new URL(target.issuer).protocol)
  },
}
