import { redirectUriFault } from '@valetkey/protocol'
import type { ClientRegistration } from '../oauth/client.ts'
import type { ClientAuthenticationMethod } from '../oauth/client-authentication/method.ts'

type AuthenticationMethod = Pick<ClientAuthenticationMethod, 'name' | 'isConfidential' | 'needsSecret'>

/** What this server can serve a client with. */
export interface Served {
  readonly grantTypes: readonly string[]
  readonly responseTypes: readonly string[]
  readonly responseModes: readonly string[]
  readonly authenticationMethods: readonly AuthenticationMethod[]
}

/** A client as a file or a command says it. */
export type CheckedClient = ClientRegistration & { readonly client_secret_hash?: string | undefined }

/** Lists what is wrong with a client's registration, each with its clause and the fix; empty where nothing is. */
export function clientFaults(client: CheckedClient, served: Served): readonly string[] {
  const secret = client.client_secret ?? client.client_secret_hash
  const named = client.token_endpoint_auth_method ?? (secret ? 'client_secret_basic' : 'none')
  const method = served.authenticationMethods.find((one) => one.name === named)
  const grantTypes = client.grant_types ?? ['authorization_code']
  const redirects = grantTypes.includes('authorization_code') || grantTypes.includes('implicit')
  return [
    ...(client.redirect_uris ?? []).flatMap((uri) => {
      const fault = redirectUriFault(uri, { allowPrivateHttp: client.dangerously_allow_http_redirects })
      return fault === undefined ? [] : [`redirect_uris: ${uri} ${fault}`]
    }),
    ...unknown('grant_types', grantTypes, [...served.grantTypes, 'implicit']),
    ...unknown('response_types', client.response_types ?? [], served.responseTypes),
    ...unknown('response_modes', client.response_modes ?? [], served.responseModes),
    ...unknown(
      'token_endpoint_auth_method',
      [named],
      served.authenticationMethods.map((one) => one.name),
    ),
    ...(method?.needsSecret && secret === undefined
      ? [`client_secret is missing: ${named} needs one; or set token_endpoint_auth_method: none (RFC 6749 §2.3.1)`]
      : []),
    ...(method?.needsSecret === false && secret !== undefined
      ? [`client_secret is given but token_endpoint_auth_method is ${named}: remove one of them (RFC 6749 §2.1)`]
      : []),
    ...(redirects && (client.redirect_uris ?? []).length === 0
      ? ['redirect_uris is missing: the authorization_code grant needs one (RFC 6749 §3.1.2.2)']
      : []),
    ...(method?.isConfidential === false && grantTypes.includes('client_credentials')
      ? ['grant_types: client_credentials needs a client_secret (RFC 6749 §4.4)']
      : []),
    ...danger(client, grantTypes, 'implicit', 'allowImplicit', 'RFC 9700 §2.1.2'),
    ...danger(client, grantTypes, 'password', 'allowPassword', 'RFC 9700 §2.4'),
  ]
}

function unknown(key: string, values: readonly string[], known: readonly string[]): readonly string[] {
  return values
    .filter((value) => !known.includes(value))
    .map((value) => `${key}: ${value} is not served; known: ${known.join(', ')}`)
}

function danger(
  client: ClientRegistration,
  grantTypes: readonly string[],
  type: string,
  choice: 'allowImplicit' | 'allowPassword',
  clause: string,
): readonly string[] {
  if (!grantTypes.includes(type) || client.dangerously?.[choice]) return []
  return [`grant_types: ${type} is off; remove it, or set dangerously: { ${choice}: true } (${clause})`]
}
