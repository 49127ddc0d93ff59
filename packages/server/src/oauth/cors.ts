import type { OAuthRequest, Reply } from './request.ts'

const exposed = 'www-authenticate, dpop-nonce, retry-after'

/** The allowed headers if a preflight names none that can be read. */
const usualHeaders = 'authorization, content-type, dpop, mcp-protocol-version'

/** In characters: a caller's list is sent back to it. */
const longestList = 1024

/** A list of header names (RFC 9110 §5.6.1, §5.6.2). */
const listOfTokens = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+(?:[ \t]*,[ \t]*[!#$%&'*+.^_`|~0-9A-Za-z-]+)*$/

const credentialed = {
  'access-control-allow-origin': '',
  'access-control-allow-credentials': 'true',
  'access-control-expose-headers': exposed,
  vary: 'origin',
}

const open = { 'access-control-allow-origin': '*', 'access-control-expose-headers': exposed } as const

/**
 * Lets pages of any origin read a reply: it depends on no cookie. Says so whether or not there is an `Origin`: browsers
 * keep what a tab loaded without one, and use it for the pages of apps.
 */
export function withCors(request: OAuthRequest, reply: Reply): Reply {
  return { ...reply, headers: { ...reply.headers, ...(withCredentials(request) ?? open) } }
}

/**
 * The headers for a form that a script sends with `credentials: 'include'`, as keycloak-js does; `*` is refused then (Fetch
 * §3.3.5). Not for a request with a client certificate, which does prove something.
 */
function withCredentials({ method, headers, certificate }: OAuthRequest): typeof credentialed | undefined {
  if (method !== 'POST' || certificate !== undefined || headers.get('sec-fetch-mode') !== 'cors') return undefined
  // Browsers alone send it; programs, of which some send the mode, get what they always got.
  if (headers.get('sec-fetch-site') === null) return undefined
  const origin = headers.get('origin')
  if (origin === null || URL.parse(origin)?.origin !== origin) return undefined
  return { ...credentialed, 'access-control-allow-origin': origin }
}

/** Builds the headers for a preflight response: any header may be sent, since none makes the browser send cookies (Fetch §3.3). */
export function preflightHeaders({ headers }: OAuthRequest, allow: string): Readonly<Record<string, string>> {
  const asked = headers.get('access-control-request-headers')?.trim() ?? ''
  return {
    allow,
    'access-control-allow-origin': '*',
    'access-control-allow-methods': allow,
    'access-control-allow-headers': asked.length <= longestList && listOfTokens.test(asked) ? asked : usualHeaders,
    'access-control-max-age': '86400',
    vary: 'access-control-request-headers',
  }
}
