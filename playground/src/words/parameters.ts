import type { Word, Words } from './word.ts'

const word = (clause: string, text: string): Word => ({ text, clause })

/** The parameters of requests and responses, and the members of the server's JSON responses, by name. */
export const parameterWords: Words = {
  response_type: word(
    'RFC 6749 §3.1.1',
    'What the client requests: code for an authorization code, token for an access token.',
  ),
  client_id: word('RFC 6749 §2.2', 'Identifies the client. It is public, so it proves nothing by itself.'),
  client_secret: word(
    'RFC 6749 §2.3.1',
    'The client’s password. Only confidential clients, such as programs on a server, can keep one.',
  ),
  redirect_uri: word(
    'RFC 6749 §3.1.2',
    'Where the server sends the response, through the browser. It must match a registered URI exactly.',
  ),
  scope: word(
    'RFC 6749 §3.3',
    'The requested or granted permissions: names that the API defines, separated by spaces.',
  ),
  state: word(
    'RFC 6749 §10.12',
    'A random value that the response repeats, so the client knows that the response belongs to its own request.',
  ),
  code: word('RFC 6749 §4.1.2', 'The authorization code: a grant that can be exchanged once, within about a minute.'),
  code_challenge: word('RFC 7636 §4.2', 'The SHA-256 hash of the verifier. The code is bound to it.'),
  code_challenge_method: word(
    'RFC 7636 §4.3',
    'How the challenge is derived from the verifier: S256 is its SHA-256 hash.',
  ),
  code_verifier: word(
    'RFC 7636 §4.1',
    'The random secret behind the challenge. It proves that the client that redeems the code also requested it.',
  ),
  nonce: word(
    'OIDC Core §3.1.2.1',
    'A random value that the ID token repeats, so the client detects a token from another login.',
  ),
  response_mode: word(
    'OAuth 2.0 Multiple Response Types §2.1',
    'How the response is returned through the browser: in the query, the fragment, a posted form, a message or a signed JWT.',
  ),
  resource: word('RFC 8707 §2', 'The API that the token is for. Other APIs reject it.'),
  prompt: word('OIDC Core §3.1.2.1', 'The pages that the server must show: login, consent, select_account, or none.'),
  max_age: word('OIDC Core §3.1.2.1', 'The maximum age of the owner’s login, in seconds.'),
  acr_values: word('OIDC Core §3.1.2.1', 'The requested levels of login, in order of preference.'),
  login_hint: word('OIDC Core §3.1.2.1', 'The username with which the owner will probably log in.'),
  display: word('OIDC Core §3.1.2.1', 'How the server should show its pages, such as in a popup.'),
  ui_locales: word('OIDC Core §3.1.2.1', 'The languages that the owner prefers for the pages.'),
  claims: word('OIDC Core §5.5', 'Individual claims that the client requests, as JSON.'),
  request: word('RFC 9101 §5', 'All parameters of the request, as a JWT signed by the client.'),
  request_uri: word(
    'RFC 9101 §5.2, RFC 9126 §2.2',
    'Refers to a request object, or to parameters that were pushed earlier.',
  ),
  grant_type: word(
    'RFC 6749 §4',
    'The type of grant that the client uses: a code, a refresh token, its own credentials, …',
  ),
  refresh_token: word(
    'RFC 6749 §1.5',
    'Gets new access tokens without the owner. It is replaced at each use, and sent to the authorization server only.',
  ),
  username: word('RFC 6749 §4.3.2', 'The owner’s username at the server.'),
  password: word('RFC 6749 §4.3.2', 'The owner’s password. In every other grant the client never sees it.'),
  voucher: word('RFC 6749 §4.5', 'The number of the paper voucher: a parameter of this extension grant only.'),
  token: word('RFC 7009 §2.1, RFC 7662 §2.1', 'The token that the request is about.'),
  token_type_hint: word(
    'RFC 7009 §2.1',
    'The type of token that the server looks for first. A wrong hint does no harm.',
  ),
  access_token: word('RFC 6749 §1.4', 'Allows access to the API, within its scope and until it expires.'),
  token_type: word('RFC 6749 §7.1', 'How the token is used. Bearer: anyone who has it can use it.'),
  expires_in: word('RFC 6749 §5.1', 'The lifetime of the access token, in seconds.'),
  id_token: word(
    'OIDC Core §2',
    'A signed statement to the client about who logged in, when and how. It is not for APIs.',
  ),
  iss: word('RFC 9207 §2', 'The issuer of the response, against mix-up attacks.'),
  response: word('JARM §2.1', 'All parameters of the response, as a JWT signed by the server.'),
  session_state: word('OIDC Session Management §2', 'Changes when the owner’s session at the server changes.'),
  error: word('RFC 6749 §4.1.2.1, §5.2', 'Why the request was refused, as a code for programs.'),
  error_description: word(
    'RFC 6749 §4.1.2.1, §5.2',
    'An explanation for the developer. It is not meant for the owner.',
  ),
  error_uri: word('RFC 6749 §4.1.2.1, §5.2', 'A page about the error.'),
  id_token_hint: word('RP-Initiated Logout 1.0 §2', 'The ID token of the session to end. It identifies the owner.'),
  post_logout_redirect_uri: word(
    'RP-Initiated Logout 1.0 §2',
    'Where the browser is redirected after the logout. It must be registered.',
  ),
  logout_hint: word('RP-Initiated Logout 1.0 §2', 'Identifies the owner to log out.'),
  active: word('RFC 7662 §2.2', 'Whether the token is valid now, for the caller.'),
}
