import { OAuthError, parameter } from '@valetkey/protocol'
import { identityScopeOf, openid } from '../../identity-scopes.ts'
import { carriesIdToken } from '../response-types/response-type.ts'
import type { Check } from './check.ts'

/** An ID token is for a request with `openid`, and one that comes through the browser needs a `nonce` (OIDC Core §3.2.2.1, §3.3.2.11). */
export const nonce: Check = {
  name: 'nonce',
  at: ['authorize', 'par'],
  reads: ['nonce'],
  run({ parameters, found: { responseType, rights = [] } }) {
    const value = parameter(parameters, 'nonce')
    if (responseType === undefined || !carriesIdToken(responseType)) return { nonce: value }
    if (!identityScopeOf(rights).includes(openid)) {
      const description = `response_type ${responseType.name} needs the scope openid: add it to scope`
      throw new OAuthError('invalid_request', description, { clause: 'OIDC Core §3.1.2.1' })
    }
    if (value === undefined) {
      const description = `nonce is missing: response_type ${responseType.name} needs one`
      throw new OAuthError('invalid_request', description, { clause: 'OIDC Core §3.2.2.1' })
    }
    return { nonce: value }
  },
}
