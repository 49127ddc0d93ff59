import type { Word, Words } from './word.ts'

const word = (clause: string, text: string): Word => ({ text, clause })

/** The parameters of requests and responses, and the members of the server's JSON responses, by name. */
export const parameterWords: Words = {
  response_type: word('RFC 6749 §3.1.1', 'What the client wants back: code for a code, token for an access token.'),
  client_id: word('RFC 6749 §2.2', 'Names the client. It is public, and proves nothing by itself.'),
  client_secret: word('RFC 6749 §2.3.1', 'The client’s password. Only programs on a server can keep one.'),
  redirect_uri: word(
    'RFC 6749 §3.1.2',
    'Where the browser brings the answer. It has to be a registered one, character by character.',
  ),
  scope: word('RFC 6749 §3.3', 'What the token may be used for: names that the API defines, separated by spaces.'),
  state: word(
    'RFC 6749 §10.12',
    'A random value that comes back unchanged, so the client knows that the answer is to its own request.',
  ),
  code: word(
    'RFC 6749 §4.1.2',
    'The authorization code: the owner’s grant, good for one exchange within about a minute.',
  ),
  code_challenge: word('RFC 7636 §4.2', 'The SHA-256 of a secret that the client keeps: the lock of the code.'),
  code_challenge_method: word('RFC 7636 §4.3', 'How the challenge was made from the verifier: S256 is its SHA-256.'),
  code_verifier: word('RFC 7636 §4.1', 'The secret behind the challenge: the key to the code’s lock.'),
  nonce: word(
    'OIDC Core §3.1.2.1',
    'A random value that comes back inside the ID token, so that a token of another login is noticed.',
  ),
  response_mode: word(
    'OAuth 2.0 Multiple Response Types §2.1',
    'How the answer travels through the browser: in the query, the fragment, a posted form, a message or a signed JWT.',
  ),
  resource: word('RFC 8707 §2', 'The API that the token is for. No other API accepts it.'),
  prompt: word('OIDC Core §3.1.2.1', 'Which pages the owner has to see: login, consent, select_account, or none.'),
  max_age: word('OIDC Core §3.1.2.1', 'How many seconds ago the owner may have logged in at most.'),
  acr_values: word('OIDC Core §3.1.2.1', 'How strong the owner’s login should be, the best first.'),
  login_hint: word('OIDC Core §3.1.2.1', 'The name that the owner will probably log in with.'),
  display: word('OIDC Core §3.1.2.1', 'How the server should show its pages, such as in a popup.'),
  ui_locales: word('OIDC Core §3.1.2.1', 'The languages that the owner prefers for the pages.'),
  claims: word('OIDC Core §5.5', 'Single claims that the client asks for, as JSON.'),
  request: word('RFC 9101 §5', 'All parameters together, as a JWT that the client signed.'),
  request_uri: word('RFC 9101 §5.2, RFC 9126 §2.2', 'Where the server finds the parameters that were sent before.'),
  grant_type: word('RFC 6749 §4', 'What the client offers for the token: a code, a refresh token, its own name, …'),
  refresh_token: word(
    'RFC 6749 §1.5',
    'Gets new access tokens without the owner. It is replaced with each use, and only the server sees it.',
  ),
  username: word('RFC 6749 §4.3.2', 'The owner’s name at the server.'),
  password: word('RFC 6749 §4.3.2', 'The owner’s password. In every other grant the client never sees it.'),
  voucher: word('RFC 6749 §4.5', 'The number of the paper voucher: a parameter of this extension grant only.'),
  token: word('RFC 7009 §2.1, RFC 7662 §2.1', 'The token that the request is about.'),
  token_type_hint: word('RFC 7009 §2.1', 'Where the server should look first. A wrong hint costs only time.'),
  access_token: word('RFC 6749 §1.4', 'Opens the API for anyone who has it, within its scope and until it expires.'),
  token_type: word('RFC 6749 §7.1', 'How the token is used. Bearer: anyone who has it may use it.'),
  expires_in: word('RFC 6749 §5.1', 'For how many seconds the access token is valid.'),
  id_token: word(
    'OIDC Core §2',
    'A signed statement to the client about who logged in, when and how. It opens no API.',
  ),
  iss: word('RFC 9207 §2', 'The server that the answer comes from, against mix-ups between servers.'),
  response: word('JARM §2.1', 'All parameters of the answer together, as a JWT that the server signed.'),
  session_state: word('OIDC Session Management §2', 'Changes when the owner’s session at the server changes.'),
  error: word('RFC 6749 §4.1.2.1, §5.2', 'Why the request was refused, as a code for programs.'),
  error_description: word('RFC 6749 §4.1.2.1, §5.2', 'The same for the developer. It is not meant for the owner.'),
  error_uri: word('RFC 6749 §4.1.2.1, §5.2', 'A page about the error.'),
  id_token_hint: word('RP-Initiated Logout 1.0 §2', 'The ID token of the login that is to end: shows who asks.'),
  post_logout_redirect_uri: word(
    'RP-Initiated Logout 1.0 §2',
    'Where the browser goes after the sign-out. It has to be registered.',
  ),
  logout_hint: word('RP-Initiated Logout 1.0 §2', 'Names the session or the owner to sign out.'),
  active: word('RFC 7662 §2.2', 'Whether the token is valid now, for the one who asks.'),
}
