import { OAuthError, readParameters } from '@valetkey/protocol'
import type { Check } from './check.ts'

/** Refuses requests by value or by reference that no resolver recognized (OIDC Core §3.1.2.6). */
export const requestObject: Check = {
  name: 'request-object',
  at: ['authorize'],
  reads: ['request', 'request_uri'],
  run({ parameters }) {
    const { request, request_uri } = readParameters(parameters, { request: 'optional', request_uri: 'optional' })
    if (request !== undefined) {
      throw new OAuthError(
        'request_not_supported',
        'the parameter request is not supported: send the parameters themselves',
      )
    }
    if (request_uri !== undefined) {
      throw new OAuthError(
        'request_uri_not_supported',
        'the parameter request_uri is not supported: send the parameters themselves',
      )
    }
    return undefined
  },
}
