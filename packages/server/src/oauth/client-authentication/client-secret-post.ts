import { OAuthError, parameter, readParameters } from '@valetkey/protocol'
import type { ClientAuthenticationMethod } from './method.ts'

/** Reads id and secret from the body (RFC 6749 §2.3.1). */
export const clientSecretPost: ClientAuthenticationMethod = {
  name: 'client_secret_post',
  recognizes: ({ form }) => parameter(form, 'client_secret') !== undefined,
  read({ form }) {
    const { client_id, client_secret } = readParameters(form, { client_id: 'optional', client_secret: 'required' })
    if (client_id === undefined) throw new OAuthError('invalid_client', 'client_id is missing beside client_secret')
    return { clientId: client_id, secrets: [client_secret] }
  },
}
