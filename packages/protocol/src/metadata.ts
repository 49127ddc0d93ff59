/** Mirrors authorization server metadata on the wire (RFC 8414 §2, RFC 9207 §3, RFC 8707). */
export interface AuthorizationServerMetadata {
  readonly issuer: string
  readonly authorization_endpoint?: string
  readonly token_endpoint?: string
  readonly jwks_uri?: string
  readonly scopes_supported?: readonly string[]
  readonly response_types_supported: readonly string[]
  readonly response_modes_supported?: readonly string[]
  readonly grant_types_supported?: readonly string[]
  readonly token_endpoint_auth_methods_supported?: readonly string[]
  readonly revocation_endpoint?: string
  readonly revocation_endpoint_auth_methods_supported?: readonly string[]
  readonly introspection_endpoint?: string
  readonly introspection_endpoint_auth_methods_supported?: readonly string[]
  readonly code_challenge_methods_supported?: readonly string[]
  readonly authorization_response_iss_parameter_supported?: boolean
  readonly [member: string]: unknown
}

/** Mirrors client metadata on the wire (RFC 7591 §2, OIDC Registration §2, JARM §3, and the OIDC logout specifications). */
export interface ClientMetadata {
  readonly client_id: string
  readonly client_secret?: string | undefined
  readonly client_name?: string | undefined
  readonly client_uri?: string | undefined
  readonly logo_uri?: string | undefined
  readonly redirect_uris?: readonly string[] | undefined
  readonly grant_types?: readonly string[] | undefined
  readonly response_types?: readonly string[] | undefined
  readonly token_endpoint_auth_method?: string | undefined
  readonly application_type?: 'web' | 'native' | undefined
  readonly scope?: string | undefined
  readonly contacts?: readonly string[] | undefined
  readonly policy_uri?: string | undefined
  readonly tos_uri?: string | undefined
  readonly software_id?: string | undefined
  readonly software_version?: string | undefined
  readonly jwks?: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | undefined
  readonly jwks_uri?: string | undefined
  readonly token_endpoint_auth_signing_alg?: string | undefined
  readonly sector_identifier_uri?: string | undefined
  readonly subject_type?: 'public' | 'pairwise' | undefined
  readonly id_token_signed_response_alg?: string | undefined
  readonly id_token_encrypted_response_alg?: string | undefined
  readonly id_token_encrypted_response_enc?: string | undefined
  readonly userinfo_signed_response_alg?: string | undefined
  readonly userinfo_encrypted_response_alg?: string | undefined
  readonly userinfo_encrypted_response_enc?: string | undefined
  readonly authorization_signed_response_alg?: string | undefined
  readonly authorization_encrypted_response_alg?: string | undefined
  readonly authorization_encrypted_response_enc?: string | undefined
  readonly request_object_signing_alg?: string | undefined
  readonly request_object_encryption_alg?: string | undefined
  readonly request_object_encryption_enc?: string | undefined
  readonly request_uris?: readonly string[] | undefined
  readonly default_max_age?: number | undefined
  readonly require_auth_time?: boolean | undefined
  readonly default_acr_values?: readonly string[] | undefined
  readonly initiate_login_uri?: string | undefined
  readonly post_logout_redirect_uris?: readonly string[] | undefined
  readonly backchannel_logout_uri?: string | undefined
  readonly backchannel_logout_session_required?: boolean | undefined
  readonly frontchannel_logout_uri?: string | undefined
  readonly frontchannel_logout_session_required?: boolean | undefined
}

/** Mirrors protected resource metadata on the wire (RFC 9728 §2). */
export interface ProtectedResourceMetadata {
  readonly resource: string
  readonly authorization_servers?: readonly string[]
  readonly scopes_supported?: readonly string[]
  readonly bearer_methods_supported?: readonly string[]
  readonly resource_name?: string
}

/** Mirrors a token response on the wire (RFC 6749 §5.1). */
export interface TokenResponse {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
  readonly scope?: string
  readonly refresh_token?: string
}

/** Mirrors an introspection response on the wire (RFC 7662 §2.2). */
export interface IntrospectionResponse {
  readonly active: boolean
  readonly scope?: string
  readonly client_id?: string
  readonly username?: string
  readonly token_type?: string
  readonly exp?: number
  readonly iat?: number
  readonly nbf?: number
  readonly sub?: string
  readonly aud?: string | readonly string[]
  readonly iss?: string
  readonly jti?: string
}

/** Lists the well-known names under which an issuer's metadata is found. */
export const wellKnownNames = ['oauth-authorization-server', 'openid-configuration'] as const

/**
 * Lists the URLs at which a client may look for an issuer's metadata, the RFC's own first
 * (RFC 8414 §3.1 and §5; OIDC Discovery §4).
 */
export function metadataUrls(issuer: string): readonly string[] {
  const url = new URL(issuer)
  const path = url.pathname === '/' ? '' : url.pathname.replace(/\/$/, '')
  const inserted = wellKnownNames.map((name) => `${url.origin}/.well-known/${name}${path}`)
  return path === '' ? inserted : [...inserted, `${url.origin}${path}/.well-known/openid-configuration`]
}

/** Finds the URL of a protected resource's metadata (RFC 9728 §3.1). */
export function protectedResourceMetadataUrl(resource: string): string {
  const url = new URL(resource)
  const path = url.pathname === '/' ? '' : url.pathname
  return `${url.origin}/.well-known/oauth-protected-resource${path}${url.search}`
}
