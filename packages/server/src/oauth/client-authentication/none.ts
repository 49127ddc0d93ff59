import { OAuthError, parameter } from '@valetkey/protocol'
import type { ClientAuthenticationMethod } from './method.ts'

/** Reads the bare `client_id` of a public client, which proves nothing (RFC 6749 §3.2.1). */
export const none: ClientAuthenticationMethod = {
  name: 'none',
  recognizes: ({ authorization, form }) => authorization === null && parameter(form, 'client_secret') === undefined,
  read({ form }) {
    const clientId = parameter(form, 'client_id')
    if (clientId === undefined) throw new OAuthError('invalid_client', 'the request does not say which client sends it')
    return { clientId, secrets: [] }
  },
}
