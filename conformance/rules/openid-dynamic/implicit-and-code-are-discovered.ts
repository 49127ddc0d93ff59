import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { listed } from '../../target/openid.ts'

export const implicitAndCodeAreDiscovered: Rule = {
  claim: 'dynamic providers list code, id_token and id_token token',
  clause: 'OIDC Core §15.2',
  async run(target) {
    target.endpoint('registration_endpoint')
    for (const type of ['code', 'id_token', 'id_token token']) {
      assert.ok(listed(target, 'response_types_supported').includes(type), `${type} is not listed`)
    }
    const grants = listed(target, 'grant_types_supported')
    if (grants.length > 0) for (const type of ['authorization_code', 'implicit']) assert.ok(grants.includes(type), type)
  },
}
