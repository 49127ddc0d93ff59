import { OAuthError, parameter, parseBasicCredentials } from '@valetkey/protocol'
import type { ClientAuthenticationMethod } from './method.ts'

/** Reads id and secret from `Authorization: Basic` (RFC 6749 §2.3.1). */
export const clientSecretBasic: ClientAuthenticationMethod = {
  name: 'client_secret_basic',
  recognizes: ({ authorization }) => authorization !== null && /^basic(?: |$)/i.test(authorization),
  read({ authorization, form }) {
    const credentials = parseBasicCredentials(authorization ?? '')
    if (credentials === undefined || hasControls(credentials.clientId + credentials.undecoded.clientId)) {
      throw new OAuthError('invalid_client', 'the Authorization header is not Basic credentials', {
        clause: 'RFC 7617 §2',
      })
    }
    const { clientId, clientSecret, undecoded } = credentials
    const named = parameter(form, 'client_id')
    const raw = named === undefined ? undecoded.clientId === clientId : named === undecoded.clientId
    if (named !== undefined && named !== clientId && !raw) {
      throw new OAuthError('invalid_client', 'client_id differs from the one in the Authorization header')
    }
    // Many clients send the pair without percent-encoding it first: both readings are tried.
    const secrets = undecoded.clientSecret === clientSecret ? [clientSecret] : [clientSecret, undecoded.clientSecret]
    return { clientId: raw && named !== undefined ? named : clientId, secrets }
  },
}

/** No identifier has control characters (RFC 7617 §2; RFC 6749 appendix A.1), and a null byte in one is more than PostgreSQL takes. */
function hasControls(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
