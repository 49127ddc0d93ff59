/** An error code for the reader. */
export interface ErrorWords {
  /** What the code means, in one plain sentence. */
  readonly text: string
  readonly expected: string
  readonly clause: string
  readonly fix: string
}

const row = (clause: string, text: string, expected: string, fix: string): ErrorWords => ({
  clause,
  text,
  expected,
  fix,
})

const words: Readonly<Record<string, ErrorWords>> = {
  invalid_request: row(
    'RFC 6749 §4.1.2.1, §5.2; RFC 6750 §3.1',
    'A parameter is missing, repeated or malformed.',
    'Every required parameter once, with a valid value.',
    'Correct the parameter that the description names.',
  ),
  invalid_client: row(
    'RFC 6749 §5.2',
    'The client is unknown, or its authentication failed.',
    'The client’s id and secret, sent by the registered method.',
    'Send the right client_id and client_secret; a public client sends client_id alone.',
  ),
  invalid_grant: row(
    'RFC 6749 §5.2',
    'The code, refresh token or password is wrong, expired, used, revoked, or belongs to another client.',
    'A valid grant, used once by the client to which it was issued, with the same redirect_uri and the verifier.',
    'Start the flow again to get a new grant.',
  ),
  unauthorized_client: row(
    'RFC 6749 §4.1.2.1, §5.2',
    'The client may not use this grant type or response type.',
    'A grant type that the client is registered for.',
    'Register the client for it, or choose another client.',
  ),
  unsupported_grant_type: row(
    'RFC 6749 §5.2',
    'The server does not know this grant_type.',
    'One of grant_types_supported in the server’s metadata.',
    'Use a grant type that the server supports.',
  ),
  unsupported_response_type: row(
    'RFC 6749 §4.1.2.1',
    'The server does not know this response_type.',
    'One of response_types_supported in the server’s metadata, such as code.',
    'Send response_type=code.',
  ),
  unsupported_token_type: row(
    'RFC 7009 §2.2.1',
    'The server cannot revoke tokens of this type.',
    'An access token or a refresh token.',
    'Revoke the refresh token instead.',
  ),
  invalid_scope: row(
    'RFC 6749 §3.3, §5.2',
    'The scope is unknown, malformed, or more than the client or the grant allows.',
    'Scopes that are registered for this client; in a refresh, only scopes that the owner granted.',
    'Request fewer scopes, or have the operator register more for the client.',
  ),
  invalid_target: row(
    'RFC 8707 §2',
    'The resource is unknown, or the client may not request tokens for it.',
    'The identifier of an API that the server knows, as an absolute URL without a fragment.',
    'Send the identifier of the API exactly as it is configured.',
  ),
  access_denied: row(
    'RFC 6749 §4.1.2.1',
    'The resource owner or the server refused the request.',
    'The owner’s consent.',
    'Explain to the owner why the app needs access, and request it again only when they choose to.',
  ),
  login_required: row(
    'OIDC Core §3.1.2.6',
    'The owner is not signed in, and prompt=none forbids asking.',
    'A signed-in owner, or a request without prompt=none.',
    'Send the request again without prompt=none.',
  ),
  consent_required: row(
    'OIDC Core §3.1.2.6',
    'The owner has not consented yet, and prompt=none forbids asking.',
    'A consent from before, or a request without prompt=none.',
    'Send the request again without prompt=none.',
  ),
  interaction_required: row(
    'OIDC Core §3.1.2.6',
    'The server has to show the owner a page, and prompt=none forbids it.',
    'A request that allows pages.',
    'Send the request again without prompt=none.',
  ),
  account_selection_required: row(
    'OIDC Core §3.1.2.6',
    'The owner has to choose an account, and prompt=none forbids asking.',
    'A request that allows the choice.',
    'Send the request again without prompt=none.',
  ),
  unmet_authentication_requirements: row(
    'OpenID Connect Unmet Authentication Requirements §2',
    'The owner’s login cannot be as strong as acr_values asks.',
    'A login that reaches one of the requested values of acr.',
    'Have the owner set up a second factor under My account, or ask for less.',
  ),
  invalid_request_object: row(
    'RFC 9101 §6.3',
    'The signed request is malformed, expired or not signed by the client.',
    'A JWT signed with a registered key of the client.',
    'Sign the request object again.',
  ),
  invalid_request_uri: row(
    'RFC 9101 §6.3, RFC 9126 §2.2',
    'The request_uri is unknown, used or expired.',
    'A request_uri that the server issued to this client a moment ago.',
    'Push the request again and use the new request_uri.',
  ),
  request_not_supported: row(
    'OIDC Core §3.1.2.6',
    'The server does not support request objects.',
    'Plain parameters.',
    'Send the parameters in the query.',
  ),
  request_uri_not_supported: row(
    'OIDC Core §3.1.2.6',
    'The server does not support request_uri.',
    'Plain parameters.',
    'Send the parameters in the query.',
  ),
  invalid_token: row(
    'RFC 6750 §3.1',
    'The access token is malformed, expired, revoked, or meant for another API.',
    'A token that is valid now and was issued for this API.',
    'Get a new token: refresh it, or start the flow again.',
  ),
  insufficient_scope: row(
    'RFC 6750 §3.1',
    'The token is valid but does not allow this operation.',
    'A token with the scope that the operation needs.',
    'Start the flow again with the scope that the challenge names, and let the owner decide.',
  ),
  server_error: row(
    'RFC 6749 §4.1.2.1',
    'The server failed unexpectedly.',
    'A working server.',
    'Check the server’s log, and try again.',
  ),
  temporarily_unavailable: row(
    'RFC 6749 §4.1.2.1',
    'The server cannot respond now, such as while its database is locked or there are too many requests.',
    'A request when the server is ready.',
    'Wait as long as Retry-After says, and try again.',
  ),
  use_dpop_nonce: row(
    'RFC 9449 §8',
    'The server requires its nonce in the DPoP proof.',
    'A proof with the nonce from the DPoP-Nonce header.',
    'Repeat the request with that nonce.',
  ),
  invalid_dpop_proof: row(
    'RFC 9449 §5',
    'The DPoP proof is missing, malformed or too old.',
    'A fresh proof for this method and URL.',
    'Create a new proof.',
  ),
  missing_state: row(
    'RFC 6749 §10.12',
    'The authorization response has no state.',
    'The state of the request, unchanged.',
    'Discard the response. Without state it may be an attacker’s, with the attacker’s code.',
  ),
  wrong_state: row(
    'RFC 6749 §10.12',
    'The authorization response has the state of another request.',
    'The state of this request, unchanged.',
    'Discard the response and start the flow again.',
  ),
  missing_issuer: row(
    'RFC 9207 §2.4',
    'The authorization response does not name its issuer.',
    'iss with the issuer that the request was sent to.',
    'Discard the response: it may come from another server (mix-up attack).',
  ),
  wrong_issuer: row(
    'RFC 9207 §2.4',
    'The authorization response comes from another server.',
    'iss with the issuer that the request was sent to.',
    'Discard the response: its code must not be sent to the wrong server (mix-up attack).',
  ),
  invalid_response: row(
    'JARM §2.4',
    'The signed authorization response cannot be trusted.',
    'A JWT signed with a key of the server, for this client, not expired.',
    'Discard the response and start the flow again.',
  ),
  invalid_id_token: row(
    'OIDC Core §3.1.3.7',
    'The ID token cannot be trusted.',
    'An ID token signed by this server, for this client, with the nonce of the request.',
    'Discard the tokens, and start the flow again.',
  ),
  unauthorized: row(
    'RFC 6750 §3',
    'The API received no token.',
    'Authorization: Bearer with an access token.',
    'Send the access token in the Authorization header.',
  ),
  not_found: row(
    'RFC 9110 §15.5.5',
    'Nothing exists at this URL: a contact, for example, may have been deleted.',
    'The URL of something that exists and belongs to the owner.',
    'List the contacts, and use an id from there.',
  ),
  book_full: row(
    'RFC 9110 §15.5.10',
    'The owner’s contact list is full.',
    'Room for one more contact.',
    'Delete a contact first.',
  ),
  method_not_allowed: row(
    'RFC 9110 §15.5.6',
    'The API does not support this method at this URL.',
    'One of the methods in the Allow header.',
    'Change the method.',
  ),
  unsupported_media_type: row(
    'RFC 9110 §15.5.16',
    'The endpoint does not accept this type of body.',
    'application/json at the API, application/x-www-form-urlencoded at the server.',
    'Correct the Content-Type header.',
  ),
  content_too_large: row('RFC 9110 §15.5.14', 'The body is too large.', 'A body of a few kilobytes.', 'Send less.'),
  unexpected: row(
    'RFC 6749 §4.1.2, §5.1',
    'The response does not have the form that the protocol requires.',
    'A response with the required members.',
    'Check the endpoint URLs in the metadata.',
  ),
}

/** Returns the words for an error code, or for a status without one, such as `status_404`. */
export function errorWords(code: string): ErrorWords {
  const found = Object.hasOwn(words, code) ? words[code] : undefined
  if (found !== undefined) return found
  const status = /^status_(\d{3})$/.exec(code)?.[1]
  return row(
    status === undefined ? 'RFC 6749 §8.5' : 'RFC 9110 §15',
    status === undefined
      ? 'An error code that this page does not know.'
      : `The server responded with status ${status}.`,
    'A successful response.',
    'Read the description and the server’s documentation.',
  )
}

/** Every error code that has words. */
export const knownErrors: readonly string[] = Object.keys(words)
