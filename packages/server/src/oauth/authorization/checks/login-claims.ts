import { OAuthError } from '@valetkey/protocol'
import { acrValues } from '../../authentication-contexts.ts'
import { fromStored } from '../../openid/requested-claims.ts'
import type { Check } from './check.ts'

/**
 * Reads what the `claims` parameter demands of the login: values of `sub` name the only users that the response may be about
 * (OIDC Core §3.1.2.2), and values of an essential `acr` how they must have logged in (§5.5.1.1). An `acr` that is not
 * essential, as in `acr_values`, is a wish.
 */
export const loginClaims: Check = {
  name: 'login-claims',
  at: ['authorize', 'par'],
  reads: [],
  run({ found: { claims } }) {
    if (claims === undefined) return { claimedSubjects: undefined, demandedAcr: undefined }
    const { idToken } = fromStored(claims)
    const acr = idToken.get('acr')
    const demandedAcr = acr?.essential === true ? acr.values : undefined
    if (demandedAcr !== undefined && !acrValues.some((one) => demandedAcr.includes(one))) {
      throw new OAuthError(
        'unmet_authentication_requirements',
        'claims asks for values of acr that no login here can have: use one of acr_values_supported, or do not make acr essential',
        { clause: 'OIDC Core §5.5.1.1' },
      )
    }
    return { claimedSubjects: idToken.get('sub')?.values, demandedAcr }
  },
}
