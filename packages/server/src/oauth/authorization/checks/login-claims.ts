import { OAuthError, type Parameters, parameter } from '@valetkey/protocol'
import { acrValues } from '../../authentication-contexts.ts'
import type { Client } from '../../client.ts'
import { fromStored } from '../../openid/requested-claims.ts'
import type { Check } from './check.ts'

/**
 * Reads what the `claims` parameter demands of the login: values of `sub` name the only users that the response may be about
 * (OIDC Core §3.1.2.2), and values of an essential `acr` how they must have logged in (§5.5.1.1). An `acr` that is not
 * essential is a wish, as `acr_values` and the client's `default_acr_values` are (§3.1.2.1, OIDC Registration §2).
 */
export const loginClaims: Check = {
  name: 'login-claims',
  at: ['authorize', 'par'],
  reads: ['acr_values'],
  run({ parameters, client, found: { claims } }) {
    const wished = readWished(parameters, client)
    if (claims === undefined) return { claimedSubjects: undefined, demandedAcr: undefined, wishedAcr: wished }
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
    return {
      claimedSubjects: idToken.get('sub')?.values,
      demandedAcr,
      wishedAcr: acr?.essential === true ? [] : (acr?.values ?? wished),
    }
  },
}

/** Reads the values of `acr` that a client prefers, in its order. */
function readWished(parameters: Parameters, { metadata }: Client): readonly string[] {
  const text = parameter(parameters, 'acr_values')
  return text === undefined ? (metadata.default_acr_values ?? []) : text.split(' ')
}
