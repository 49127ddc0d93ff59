import { responseModes } from '../oauth/authorization/response-mode.ts'
import { clientAuthenticationMethods } from '../oauth/client-authentication/index.ts'
import type { Served } from './client-faults.ts'

/** What the server as it comes can serve a client with: RFC 6749, and nothing that an embedding program adds. */
export const standardServed: Served = {
  grantTypes: ['authorization_code', 'refresh_token', 'client_credentials', 'password'],
  responseTypes: ['code', 'token'],
  responseModes: responseModes.map((mode) => mode.name),
  authenticationMethods: clientAuthenticationMethods,
}
