import { union } from '@valetkey/protocol'
import type { ClientAuthenticationMethod } from '../client-authentication/method.ts'
import type { RouteMetadata } from '../router.ts'

/** States how clients authenticate at an endpoint (RFC 8414 §2). */
export function authenticationMetadata(
  methods: readonly ClientAuthenticationMethod[],
): Pick<RouteMetadata, 'authenticationMethods' | 'authenticationAlgorithms'> {
  return {
    authenticationMethods: methods.map((method) => method.name),
    authenticationAlgorithms: union(...methods.map((method) => method.signingAlgorithms ?? [])),
  }
}
