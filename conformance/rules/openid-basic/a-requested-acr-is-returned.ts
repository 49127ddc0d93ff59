import assert from 'node:assert/strict'
import type { Rule } from '../../rule.ts'
import { listed, logIn } from '../../target/openid.ts'

export const aRequestedAcrIsReturned: Rule = {
  claim: 'acr_values is accepted, and acr is one of the supported values',
  clause: 'OIDC Core §3.1.2.1, §2',
  async run(target) {
    const supported = listed(target, 'acr_values_supported')
    const acr_values = supported.length === 0 ? '1 2' : supported.join(' ')
    const { idToken } = await logIn(target, target.client('client'), { acr_values })
    if (supported.length > 0) assert.ok(supported.includes(String(idToken.acr)), `acr is ${idToken.acr}`)
  },
}
