import { OAuthError, type Parameters, type Reading } from '@valetkey/protocol'

/** The parameters of an authorization request that a response or a check depends on, after client and redirect URI. */
export const checkedParameters = {
  scope: 'optional',
  resource: 'many',
  code_challenge: 'optional',
  code_challenge_method: 'optional',
  prompt: 'optional',
  max_age: 'optional',
  request: 'optional',
  request_uri: 'optional',
} as const satisfies Readonly<Record<string, Reading>>

const known: ReadonlySet<string> = new Set([
  'response_type',
  'response_mode',
  'client_id',
  'redirect_uri',
  'state',
  'nonce',
  ...Object.keys(checkedParameters),
])

/** In bytes, form-encoded: sealed it is a third longer, and many proxies pass no URL of more than 8 kB. */
const longestRequest = 4608

/** Credentials, which a URL would show to proxies, logs and the browser's history (RFC 6749 §2.3.1). */
const credentials: readonly string[] = ['client_secret', 'client_assertion', 'password']

/**
 * Refuses credentials. None belongs into an authorization request.
 * @throws OAuthError `invalid_request`
 */
export function refuseCredentials(parameters: Parameters): void {
  const sent = credentials.find((name) => parameters.has(name))
  if (sent === undefined) return
  const description = `${sent} must not be sent to the authorization endpoint, because request URIs are logged: leave it out, and replace the credential`
  throw new OAuthError('invalid_request', description, { clause: 'RFC 6749 §2.3.1' })
}

/**
 * Writes a request with nothing but the parameters that are read here, form-encoded: what travels through the browser, and
 * is read again at each step.
 * @throws OAuthError `invalid_request` where they are too long
 */
export function keepKnown(parameters: Parameters): string {
  let kept = ''
  for (const [name, values] of parameters) {
    if (!known.has(name)) continue
    for (const value of values) kept += `${kept === '' ? '' : '&'}${name}=${encode(value)}`
  }
  if (kept.length > longestRequest) {
    const description = `the parameters of the authorization request have ${kept.length} bytes form-encoded, and the limit is ${longestRequest}: shorten state or scope`
    throw new OAuthError('invalid_request', description)
  }
  return kept
}

/** The unreserved characters, which stay as they are (RFC 3986 §2.3). */
const plain = /^[\w.~-]*$/

function encode(value: string): string {
  return plain.test(value) ? value : encodeURIComponent(value)
}
