import { OAuthError } from '@valetkey/protocol'
import { credentialsOf, tokenIn } from './authorization.ts'
import type { Scheme } from './scheme.ts'

/**
 * Bearer tokens in the `Authorization` header (RFC 6750 §2.1). It proves no key, so it accepts no token that is bound to one: that token
 * may be stolen.
 */
export const bearer: Scheme = {
  name: 'Bearer',
  tokenType: 'Bearer',
  usage: 'Authorization: Bearer TOKEN',
  confirms: [],
  metadata: { bearer_methods_supported: ['header'] },
  recognizes: (request) => credentialsOf(request, 'Bearer') !== undefined,
  extract(request) {
    const token = tokenIn(credentialsOf(request, 'Bearer') ?? '')
    if (token !== undefined) return token
    throw new OAuthError(
      'invalid_request',
      'the Authorization header is malformed: send Authorization: Bearer TOKEN (RFC 6750 §2.1)',
    )
  },
  challenge: (parameters) => parameters,
}
