import { OAuthError, readParameters } from '@valetkey/protocol'
import { isSameType, isTypeAllowed } from '../response-types/response-type.ts'
import type { Check } from './check.ts'

/** The response type is served, and the client may use it (RFC 6749 §3.1.1, §4.1.2.1). */
export const responseType: Check = {
  name: 'response-type',
  at: ['authorize', 'par'],
  reads: ['response_type'],
  run({ parameters, client, features }) {
    const { response_type } = readParameters(parameters, { response_type: 'required' })
    const found = features.responseTypes.find((one) => isSameType(one.name, response_type))
    if (found === undefined) {
      throw new OAuthError('unsupported_response_type', 'response_type is not supported by this server', {
        clause: 'RFC 6749 §3.1.1',
      })
    }
    if (!isTypeAllowed(found, client)) {
      const registered = `response_types ${names(client.responseTypes)}; grant_types ${names(client.grantTypes)}`
      throw new OAuthError(
        'unauthorized_client',
        `this client may not use response_type ${found.name}; it is registered with ${registered}`,
        { clause: 'RFC 6749 §4.1.2.1' },
      )
    }
    return { responseType: found }
  },
}

function names(list: readonly string[]): string {
  return list.join(' ') || 'none'
}
