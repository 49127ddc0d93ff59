import type { ErrorEndpoint } from '@valetkey/protocol'

/** The endpoints that send the errors of each part of the source; the first match counts. */
const places: readonly (readonly [folder: string, endpoints: string])[] = [
  ['packages/protocol/src/scope.ts', 'authorize, token'],
  ['packages/protocol/src/', 'all'],
  ['packages/server/src/oauth/router.ts', 'all'],
  ['packages/server/src/oauth/error-reply.ts', 'all'],
  ['packages/server/src/pages/error/', 'all'],
  ['packages/server/src/http/', 'all'],
  ['packages/server/src/observability/probes.ts', 'livez, readyz, metrics'],
  ['packages/server/src/oauth/grants/', 'token'],
  ['packages/server/src/oauth/api.ts', 'authorize, token'],
  ['packages/server/src/oauth/identity-scopes.ts', 'authorize, token'],
  ['packages/server/src/oauth/client-authentication/', 'token, introspect, revoke'],
  ['packages/server/src/oauth/authorization/choose-rights.ts', 'authorize, token'],
  ['packages/server/src/oauth/authorization/', 'authorize'],
  ['packages/server/src/oauth/openid/', 'authorize'],
  ['packages/server/src/oauth/tokens/', 'token'],
  ['packages/server/src/oauth/endpoints/read-form.ts', 'token, introspect, revoke'],
  ['packages/server/src/oauth/endpoints/read-form-or-json.ts', 'token'],
  ['packages/server/src/oauth/endpoints/authorize.ts', 'authorize'],
  ['packages/server/src/oauth/endpoints/introspect.ts', 'introspect'],
  ['packages/server/src/oauth/endpoints/revoke.ts', 'revoke'],
  ['packages/server/src/oauth/endpoints/register.ts', 'register'],
  ['packages/server/src/oauth/endpoints/read-json-object.ts', 'register'],
  ['packages/server/src/oauth/endpoints/token.ts', 'token'],
  ['packages/server/src/oauth/endpoints/userinfo.ts', 'userinfo'],
  ['packages/server/src/pages/', 'pages'],
  ['packages/guard/src/', 'API'],
]

/** Returns the endpoints that send the errors of a file. @throws Error for a file without an entry in `places` */
export function endpointsOf(file: string): string {
  const found = places.find(([folder]) => file.startsWith(folder))
  if (found === undefined)
    throw new Error(`${file} throws errors: add its endpoints to tools/reference/error-places.ts`)
  return found[1]
}

/** The endpoints in the form of RFC 6749 among those that a place names; `all` is each of them. */
export function errorEndpointsOf(file: string): readonly ErrorEndpoint[] {
  const named = endpointsOf(file)
  if (named === 'all') return ['authorize', 'token', 'introspect', 'revoke']
  return named.split(', ').flatMap((name) => byName.get(name) ?? [])
}

const byName: ReadonlyMap<string, ErrorEndpoint> = new Map([
  ['authorize', 'authorize'],
  ['token', 'token'],
  ['introspect', 'introspect'],
  ['revoke', 'revoke'],
  ['register', 'register'],
  ['API', 'resource'],
  ['userinfo', 'resource'],
])

/** The meaning of each code, and how to fix the request. */
export const codes: Readonly<Record<string, readonly [meaning: string, fix: string]>> = {
  invalid_request: [
    'The request is malformed: a parameter is missing, repeated or invalid.',
    'Correct the request as the description says; do not retry it unchanged.',
  ],
  invalid_client: [
    'The client is unknown, or its authentication failed.',
    'Check `client_id`, the secret and the registered authentication method: `valetkey client show ID`.',
  ],
  invalid_grant: [
    'The code, refresh token or password is wrong, used, expired, revoked, or belongs to another client.',
    'Send the user to the authorization endpoint again.',
  ],
  unauthorized_client: [
    'The client is not registered for this grant type or response type.',
    'Register it for the client, or use one that is registered.',
  ],
  unsupported_grant_type: [
    'The server does not support this grant type.',
    'Use one of `grant_types_supported` in the metadata.',
  ],
  unsupported_response_type: [
    'The server does not support this response type.',
    'Use one of `response_types_supported` in the metadata.',
  ],
  invalid_scope: [
    'The client requested a scope that it may not have.',
    'Request less, or extend the client’s `scope`.',
  ],
  invalid_target: [
    '`resource` is unknown, or the client may not use it (RFC 8707 §2).',
    'Send the identifier of an API that the client may use, one per request.',
  ],
  access_denied: [
    'The user denied the request, or a form did not come from the server’s own page.',
    'Send the request again only when the user starts it.',
  ],
  login_required: ['The request had `prompt=none`, and no user is logged in.', 'Repeat it without `prompt=none`.'],
  consent_required: [
    'The request had `prompt=none`, and the user has not consented to it yet.',
    'Repeat it without `prompt=none`.',
  ],
  account_selection_required: [
    'The request had `prompt=none`, and the user has to choose one of several accounts.',
    'Send `id_token_hint` or `login_hint`, or repeat it without `prompt=none`.',
  ],
  unmet_authentication_requirements: [
    'The request makes an `acr` essential that no login here can have.',
    'Use one of `acr_values_supported`.',
  ],
  interaction_required: [
    'The request had `prompt=none`, and the user has to confirm it on a page.',
    'Repeat it without `prompt=none`.',
  ],
  invalid_request_object: [
    'The request object is not a JWT that a key of the client signed, or a claim in it is wrong (RFC 9101 §6).',
    'Sign it with a registered key, as `error_description` says.',
  ],
  invalid_request_uri: [
    '`request_uri` is not among the client’s `request_uris`, or the request object could not be loaded from it.',
    'Register the URL, and serve the signed request object there by https.',
  ],
  request_not_supported: ['The parameter `request` is not supported.', 'Send the parameters themselves.'],
  request_uri_not_supported: ['The parameter `request_uri` is not supported.', 'Send the parameters themselves.'],
  unsupported_token_type: ['This type of token cannot be revoked.', 'Wait until it expires.'],
  not_found: ['No endpoint or page exists at this address.', 'Take the endpoint URLs from the metadata.'],
  server_error: [
    'An unexpected error; at an API, its guard is misconfigured.',
    'Report the `error_id` to the operator, who finds it in the log. An API logs which setting to correct.',
  ],
  temporarily_unavailable: [
    'The server is overloaded, its database is unavailable, or an API cannot reach it (503); or the caller is rate limited (429).',
    'Retry after the seconds in `Retry-After`.',
  ],
  unauthorized: [
    'An API: the request has no access token. The challenge carries no error code (RFC 6750 §3.1).',
    'Send one as `Authorization: Bearer`.',
  ],
  invalid_token: [
    'The access token is invalid; at `/register`, the initial or the registration access token is; at `/metrics`, the bearer token is not the configured one.',
    'Get a new one.',
  ],
  invalid_redirect_uri: [
    'A client registers without a redirect URI, or with one that is not safe (RFC 7591 §3.2.2).',
    'Register https URIs, loopback URIs, or ones of the app’s own scheme.',
  ],
  invalid_client_metadata: [
    'A client registers with a member that is invalid or not open to it (RFC 7591 §3.2.2).',
    'Correct the member that the description names; the operator opens more with `dynamicClients`.',
  ],
  insufficient_scope: ['An API: the token lacks a scope.', 'Request that scope from the user.'],
}
