import assert from 'node:assert/strict'
import { type Rule, Skip } from '../../rule.ts'
import { frontTypes, logInFront } from '../../target/front-channel.ts'

export const aSingleClaimIsReturnedToImplicitLogins: Rule = {
  claim: 'a claim that an implicit request names is returned in the ID token',
  clause: 'OIDC Core §5.5',
  async run(target) {
    if (target.metadata.claims_parameter_supported !== true) throw new Skip('claims_parameter_supported is not true')
    const claims = JSON.stringify({ id_token: { name: { essential: true } } })
    for (const response_type of frontTypes(target, 'implicit').filter((type) => type.includes('id_token'))) {
      const { idToken } = await logInFront(target, target.client('client'), response_type, { claims })
      assert.equal(typeof idToken.name, 'string', response_type)
    }
  },
}
