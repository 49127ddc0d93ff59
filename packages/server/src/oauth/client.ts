import { type ClientMetadata, isLoopback, parseScope, type Scope } from '@valetkey/protocol'
import { defaultResponseTypes } from './authorization/response-types/response-type.ts'
import type { FeatureLists } from './features.ts'
import type { Instant } from './ports.ts'
import { defaultAuthenticationMethod, defaultGrantTypes } from './registration-defaults.ts'

/** An application that may ask for keys. */
export interface Client {
  readonly id: string
  readonly name: string
  readonly uri: string | undefined
  readonly authenticationMethod: string
  /** How the secret is kept: `sha256:…` for one of 256 random bits, `sealed:…` if it is encrypted, else an argon2id string. */
  readonly secretHash: string | undefined
  readonly redirectUris: readonly string[]
  readonly grantTypes: readonly string[]
  readonly responseTypes: readonly string[]
  /** Response modes it may ask for besides the default of each response type. */
  readonly responseModes: readonly string[]
  readonly applicationType: 'web' | 'native'
  /** Names allowed at every API that defines them, unless `apis` names them. */
  readonly scope: Scope
  /** Claims that its ID tokens carry where a granted scope includes them. */
  readonly idTokenClaims: readonly string[]
  /** The metadata as registered, for the parts of the server that are about one member of it. */
  readonly metadata: ClientMetadata
  readonly apis: readonly { readonly identifier: string; readonly scope: Scope }[] | undefined
  /** Whether it authenticates at the token endpoint (RFC 6749 §2.1), which follows from its authentication method. */
  readonly isConfidential: boolean
  /** What the operator allowed in its `dangerously`: ask `allows`. */
  readonly insecureOptions: ReadonlySet<string>
  /** Whether a public client at a redirect URI that is not https gets a response without a page, once it was allowed. */
  readonly skipConfirmationForNative: boolean
  /** Whether users log in to it with two factors. */
  readonly requireSecondFactor: boolean
  readonly disabled: boolean
  /** Whether it registered itself (RFC 7591), so that nobody verified who runs it. */
  readonly isDynamic: boolean
  /** Every token of the client issued until then is revoked; 0 for none. */
  readonly validAfter: Instant
  /** The same for the tokens that the client got for itself (RFC 6749 §4.4). */
  readonly ownValidAfter: Instant
  /** The secret before the last rotation, for as long as it overlaps with the new one. */
  readonly previousSecret: { readonly hash: string; readonly until: Instant } | undefined
}

/** What is stored of a client besides its registration and its secret. */
export type ClientState = Pick<Client, 'isDynamic' | 'validAfter' | 'ownValidAfter' | 'previousSecret'>

const nothingRevoked: ClientState = { isDynamic: false, validAfter: 0, ownValidAfter: 0, previousSecret: undefined }

/** A client as the operator registers it: RFC 7591 members and our own. */
export interface ClientRegistration extends ClientMetadata {
  readonly apis?: readonly { readonly identifier: string; readonly scope?: string | undefined }[] | undefined
  /** The insecure options that the operator allows the client, by name. */
  readonly dangerously?: Readonly<Record<string, boolean | undefined>> | undefined
  readonly response_modes?: readonly string[] | undefined
  readonly skip_confirmation_for_native?: boolean | undefined
  readonly require_second_factor?: boolean | undefined
  readonly id_token_claims?: readonly string[] | undefined
  /** Redirects by plain http to hosts of a private network. */
  readonly dangerously_allow_http_redirects?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** Tells whether a client cannot keep a secret (RFC 6749 §2.1). */
export function isPublic(client: Client): boolean {
  return !client.isConfidential
}

/** What decides the defaults of a registration. */
export type ClientFeatures = Pick<FeatureLists, 'clientAuthenticationMethods' | 'responseTypes'>

/** Maps what is on the wire to a client, filling in the defaults of RFC 7591 §2. */
export function toClient(
  registration: ClientRegistration,
  secretHash: string | undefined,
  features: ClientFeatures,
  state: ClientState = nothingRevoked,
): Client {
  const method = registration.token_endpoint_auth_method ?? defaultAuthenticationMethod(secretHash !== undefined)
  const isConfidential = features.clientAuthenticationMethods.some((one) => one.name === method && one.isConfidential)
  const redirectUris = registration.redirect_uris ?? []
  const grantTypes = registration.grant_types ?? defaultGrantTypes
  return {
    id: registration.client_id,
    name: registration.client_name ?? registration.client_id,
    uri: registration.client_uri,
    authenticationMethod: method,
    isConfidential,
    secretHash,
    redirectUris,
    grantTypes,
    responseTypes: registration.response_types ?? defaultResponseTypes(grantTypes, features),
    responseModes: registration.response_modes ?? [],
    applicationType: registration.application_type ?? guessApplicationType(isConfidential, redirectUris),
    scope: parseScope(registration.scope),
    idTokenClaims: registration.id_token_claims ?? [],
    metadata: registration,
    apis: registration.apis?.map(({ identifier, scope }) => ({ identifier, scope: parseScope(scope) })),
    insecureOptions: new Set(
      Object.entries(registration.dangerously ?? {}).flatMap(([option, isAllowed]) => (isAllowed ? [option] : [])),
    ),
    skipConfirmationForNative: registration.skip_confirmation_for_native ?? false,
    requireSecondFactor: registration.require_second_factor ?? false,
    disabled: registration.disabled ?? false,
    ...state,
  }
}

/** An app without a secret that waits on loopback or under a private scheme runs on a user's device (RFC 8252). */
function guessApplicationType(isConfidential: boolean, redirectUris: readonly string[]): 'web' | 'native' {
  const isLocal = redirectUris.some((uri) => isLoopback(uri) || !/^https?:/i.test(uri))
  return !isConfidential && isLocal ? 'native' : 'web'
}
