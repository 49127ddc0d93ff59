/** Names the endpoints that a part of the source answers for; the first that fits counts. */
const places: readonly (readonly [folder: string, endpoints: string])[] = [
  ['packages/protocol/src/', 'all'],
  ['packages/server/src/oauth/issuer.ts', 'all'],
  ['packages/server/src/oauth/routes.ts', 'all'],
  ['packages/server/src/failure.ts', 'all'],
  ['packages/server/src/http/listener.ts', 'all'],
  ['packages/server/src/operations.ts', 'livez, readyz, metrics'],
  ['packages/server/src/oauth/grants/', 'token'],
  ['packages/server/src/oauth/api.ts', 'authorize, token'],
  ['packages/server/src/oauth/client-authentication/', 'token, introspect, revoke'],
  ['packages/server/src/oauth/authorization/choose-rights.ts', 'authorize, token'],
  ['packages/server/src/oauth/authorization/', 'authorize'],
  ['packages/server/src/oauth/tokens/issue.ts', 'token, authorize'],
  ['packages/server/src/oauth/tokens/', 'token'],
  ['packages/server/src/oauth/endpoints/read-form.ts', 'token, introspect, revoke'],
  ['packages/server/src/oauth/endpoints/authorize.ts', 'authorize'],
  ['packages/server/src/oauth/endpoints/introspect.ts', 'introspect'],
  ['packages/server/src/oauth/endpoints/revoke.ts', 'revoke'],
  ['packages/server/src/oauth/endpoints/token.ts', 'token'],
  ['packages/server/src/sign-in/', 'pages'],
  ['packages/guard/src/', 'API'],
]

/** Tells which endpoints send what a file refuses with. @throws Error for a file that nobody placed */
export function endpointsOf(file: string): string {
  const found = places.find(([folder]) => file.startsWith(folder))
  if (found === undefined)
    throw new Error(`${file} refuses requests: say for which endpoints in tools/reference/error-places.ts`)
  return found[1]
}

/** What each code means, and what whoever gets it does. */
export const codes: Readonly<Record<string, readonly [meaning: string, mend: string]>> = {
  invalid_request: [
    'The request is malformed: a parameter is missing, repeated or not of its kind.',
    'Mend the request as the description says; sending it again changes nothing.',
  ],
  invalid_client: [
    'The client is not known, or did not prove who it is.',
    'Check client_id, secret and the method it is registered with: `valetkey client show ID`.',
  ],
  invalid_grant: [
    'The code, refresh token or password is wrong, spent, ended or someone else’s.',
    'Begin anew: send the person to the authorization endpoint again.',
  ],
  unauthorized_client: [
    'The client is known and may not do this.',
    'Register the grant or response type for it, or use one that it has.',
  ],
  unsupported_grant_type: [
    'No client can use this grant type here.',
    'Use one of `grant_types_supported` in the metadata.',
  ],
  unsupported_response_type: [
    'No client can use this response type here.',
    'Use one of `response_types_supported` in the metadata.',
  ],
  invalid_scope: [
    'The client asks for more than it may have.',
    'Ask for less, or widen the client’s `scope`. OpenID Connect is not served: leave `openid` out.',
  ],
  invalid_target: [
    '`resource` names an API that cannot be meant (RFC 8707 §2).',
    'Name an API of this server that the client may use, one at a time.',
  ],
  access_denied: [
    'The person said no, or the form did not come from our page.',
    'Ask again only when the person asks for it.',
  ],
  login_required: ['`prompt=none` was asked and nobody is logged in.', 'Ask again without `prompt=none`.'],
  consent_required: [
    '`prompt=none` was asked and the person has not allowed this yet.',
    'Ask again without `prompt=none`.',
  ],
  interaction_required: [
    '`prompt=none` was asked and the user has to confirm the request on a page.',
    'Ask again without `prompt=none`.',
  ],
  request_not_supported: ['Request objects are not served.', 'Send the parameters themselves.'],
  request_uri_not_supported: ['`request_uri` is not served.', 'Send the parameters themselves.'],
  unsupported_token_type: ['This kind of token cannot be revoked.', 'Wait for its end.'],
  not_found: ['There is nothing at this address.', 'Take addresses from the metadata.'],
  server_error: [
    'Something went wrong here; at an API, its guard is set up wrongly.',
    'Tell the operator the `error_id`: it is in the log. The log of the API says which setting to mend.',
  ],
  temporarily_unavailable: [
    'The server is busy, or its database is away, or an API cannot reach it (503); or it slows guessing (429), which the login form says in its own words.',
    'Try again after the seconds in `Retry-After`.',
  ],
  unauthorized: [
    'An API: the request has no access token. The challenge has no error, for nothing was wrong (RFC 6750 §3.1).',
    'Send one as `Authorization: Bearer`.',
  ],
  invalid_token: [
    'The token is not valid: at an API, or the one of the configuration at `/metrics`.',
    'Get a new one.',
  ],
  insufficient_scope: ['An API: the token lacks a right.', 'Ask the person for that right.'],
}
