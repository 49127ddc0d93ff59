/**
 * The members that the metadata of an authorization server may have: RFC 8414, OpenID Discovery, and the specifications of the
 * features that a provider may add. Those of OpenID Federation and Identity Assurance are left out.
 */
const texts = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'registration_endpoint',
  'service_documentation',
  'op_policy_uri',
  'op_tos_uri',
  'revocation_endpoint',
  'introspection_endpoint',
  'userinfo_endpoint',
  'end_session_endpoint',
  'check_session_iframe',
  'device_authorization_endpoint',
  'pushed_authorization_request_endpoint',
  'backchannel_authentication_endpoint',
  'signed_metadata',
]

const booleans = [
  'claims_parameter_supported',
  'request_parameter_supported',
  'request_uri_parameter_supported',
  'require_request_uri_registration',
  'frontchannel_logout_supported',
  'frontchannel_logout_session_supported',
  'backchannel_logout_supported',
  'backchannel_logout_session_supported',
  'backchannel_user_code_parameter_supported',
  'require_pushed_authorization_requests',
  'require_signed_request_object',
  'tls_client_certificate_bound_access_tokens',
  'authorization_response_iss_parameter_supported',
  'client_id_metadata_document_supported',
]

const lists = [
  'scopes_supported',
  'response_types_supported',
  'response_modes_supported',
  'grant_types_supported',
  'ui_locales_supported',
  'claims_locales_supported',
  'code_challenge_methods_supported',
  'subject_types_supported',
  'display_values_supported',
  'prompt_values_supported',
  'claim_types_supported',
  'claims_supported',
  'acr_values_supported',
  'dpop_signing_alg_values_supported',
  'authorization_details_types_supported',
  'backchannel_token_delivery_modes_supported',
  'backchannel_authentication_request_signing_alg_values_supported',
  'protected_resources',
  ...['token', 'revocation', 'introspection'].flatMap((name) => [
    `${name}_endpoint_auth_methods_supported`,
    `${name}_endpoint_auth_signing_alg_values_supported`,
  ]),
  ...['id_token', 'userinfo', 'request_object', 'authorization', 'introspection'].flatMap((name) => [
    `${name}_signing_alg_values_supported`,
    `${name}_encryption_alg_values_supported`,
    `${name}_encryption_enc_values_supported`,
  ]),
]

const isList = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string')

/** What the value of each member must be. */
export const metadataMembers: ReadonlyMap<string, (value: unknown) => boolean> = new Map<
  string,
  (value: unknown) => boolean
>([
  ...texts.map((name) => [name, (value: unknown) => typeof value === 'string'] as const),
  ...booleans.map((name) => [name, (value: unknown) => typeof value === 'boolean'] as const),
  ...lists.map((name) => [name, isList] as const),
  ['mtls_endpoint_aliases', (value: unknown) => typeof value === 'object' && value !== null],
])
