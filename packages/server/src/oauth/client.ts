import { type ClientMetadata, isLoopback, parseScope, type Scope } from '@valetkey/protocol'
import type { Instant } from './ports.ts'

/** An application that may ask for keys. */
export interface Client {
  readonly id: string
  readonly name: string
  readonly uri: string | undefined
  readonly authenticationMethod: string
  /** How the secret is kept: `sha256:…` for one of 256 random bits, else an argon2id string. */
  readonly secretHash: string | undefined
  readonly redirectUris: readonly string[]
  readonly grantTypes: readonly string[]
  readonly responseTypes: readonly string[]
  /** Response modes it may ask for besides the default of each response type. */
  readonly responseModes: readonly string[]
  readonly applicationType: 'web' | 'native'
  /** Names allowed at every API that defines them, unless `apis` says it exactly. */
  readonly scope: Scope
  readonly apis: readonly { readonly identifier: string; readonly scope: Scope }[] | undefined
  readonly allowImplicit: boolean
  readonly allowPassword: boolean
  readonly allowWithoutPkce: boolean
  /** Whether a public client at a redirect URI that is not https is answered without a page, once it was allowed. */
  readonly skipConfirmationForNative: boolean
  readonly disabled: boolean
  /** Every token of the client issued until then is revoked; 0 for none. */
  readonly validAfter: Instant
  /** The same for the tokens that the client got for itself (RFC 6749 §4.4). */
  readonly ownValidAfter: Instant
  /** The secret before the last rotation, for as long as it overlaps with the new one. */
  readonly previousSecret: { readonly hash: string; readonly until: Instant } | undefined
}

/** What is stored of a client besides its registration and its secret. */
export type ClientState = Pick<Client, 'validAfter' | 'ownValidAfter' | 'previousSecret'>

const nothingRevoked: ClientState = { validAfter: 0, ownValidAfter: 0, previousSecret: undefined }

/** Mirrors what the operator says about a client: RFC 7591 members and ours. */
export interface ClientRegistration extends ClientMetadata {
  readonly apis?: readonly { readonly identifier: string; readonly scope?: string | undefined }[] | undefined
  readonly dangerously?: DangerousChoices | undefined
  readonly response_modes?: readonly string[] | undefined
  readonly skip_confirmation_for_native?: boolean | undefined
  /** Redirects by plain http to hosts of a private network. */
  readonly dangerously_allow_http_redirects?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** What OAuth 2.1 forbids and an operator may allow one client all the same (RFC 9700 §2.1.1, §2.1.2, §2.4). */
export interface DangerousChoices {
  readonly allowImplicit?: boolean | undefined
  readonly allowPassword?: boolean | undefined
  readonly allowWithoutPkce?: boolean | undefined
}

/** Tells whether a client cannot keep a secret (RFC 6749 §2.1). */
export function isPublic(client: Client): boolean {
  return client.authenticationMethod === 'none'
}

/** Tells whether a client gets refresh tokens (RFC 6749 §6). */
export function mayRefresh(client: Client): boolean {
  return client.grantTypes.includes('refresh_token')
}

/** Maps what is on the wire to a client, filling in the defaults of RFC 7591 §2. */
export function toClient(
  registration: ClientRegistration,
  secretHash: string | undefined,
  state: ClientState = nothingRevoked,
): Client {
  const method = registration.token_endpoint_auth_method ?? (secretHash ? 'client_secret_basic' : 'none')
  const redirectUris = registration.redirect_uris ?? []
  const grantTypes = registration.grant_types ?? ['authorization_code']
  return {
    id: registration.client_id,
    name: registration.client_name ?? registration.client_id,
    uri: registration.client_uri,
    authenticationMethod: method,
    secretHash,
    redirectUris,
    grantTypes,
    responseTypes: registration.response_types ?? responseTypesFor(grantTypes),
    responseModes: registration.response_modes ?? [],
    applicationType: registration.application_type ?? guessApplicationType(method, redirectUris),
    scope: parseScope(registration.scope),
    apis: registration.apis?.map(({ identifier, scope }) => ({ identifier, scope: parseScope(scope) })),
    allowImplicit: registration.dangerously?.allowImplicit ?? false,
    allowPassword: registration.dangerously?.allowPassword ?? false,
    allowWithoutPkce: registration.dangerously?.allowWithoutPkce ?? false,
    skipConfirmationForNative: registration.skip_confirmation_for_native ?? false,
    disabled: registration.disabled ?? false,
    ...state,
  }
}

function responseTypesFor(grantTypes: readonly string[]): readonly string[] {
  return [
    ...(grantTypes.includes('authorization_code') ? ['code'] : []),
    ...(grantTypes.includes('implicit') ? ['token'] : []),
  ]
}

/** An app without a secret that waits on loopback or under a private scheme runs on a person's device (RFC 8252). */
function guessApplicationType(method: string, redirectUris: readonly string[]): 'web' | 'native' {
  const local = redirectUris.some((uri) => isLoopback(uri) || !/^https?:/i.test(uri))
  return method === 'none' && local ? 'native' : 'web'
}
