/** The difference between a received redirect URI and the nearest registered one. */
export interface RedirectUriDifference {
  readonly registered: string
  /** Index of the first differing character in the received URI. */
  readonly at: number
  /** Such as `by a trailing slash`. */
  readonly inWords: string
}

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Schemes with a meaning to browsers or operating systems: they run code, show a document, or start another program. */
const refusedSchemes: ReadonlySet<string> = new Set([
  ...['javascript:', 'data:', 'vbscript:', 'livescript:', 'mocha:', 'file:', 'filesystem:', 'blob:', 'about:', 'jar:'],
  ...['view-source:', 'feed:', 'wyciwyg:', 'resource:', 'chrome:', 'chrome-extension:', 'moz-extension:', 'edge:'],
  ...['intent:', 'mhtml:', 'ms-its:', 'res:', 'shell:', 'search-ms:', 'ws:', 'wss:', 'ftp:', 'mailto:', 'tel:', 'sms:'],
  ...[
    'urn:',
    'cid:',
    'mid:',
    'search:',
    'itms-services:',
    'ldap:',
    'ldaps:',
    'ssh:',
    'telnet:',
    'smb:',
    'nfs:',
    'magnet:',
  ],
])

/** Windows starts its own programs by these schemes, such as `ms-msdt:`; `ms-app:` is for redirects to packaged apps. */
const isOfWindows = (scheme: string) => scheme.startsWith('ms-') && scheme !== 'ms-app:'

/**
 * Matches a received redirect URI against the registered ones: by exact string comparison (RFC 9700 §4.1.3),
 * except for the port of a loopback address (RFC 8252 §7.3).
 */
export function matchRedirectUri(received: string, registered: readonly string[]): boolean {
  if (registered.includes(received)) return true
  const parts = splitLoopback(received)
  if (parts === undefined) return false
  return registered.some((uri) => {
    const own = splitLoopback(uri)
    return own !== undefined && own.host === parts.host && own.rest === parts.rest
  })
}

/** Splits a loopback http URI as text, since a URL parser would normalize it. */
function splitLoopback(uri: string): { host: string; rest: string } | undefined {
  const match =
    /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::([1-9][0-9]{0,4}))?((?:\/[\x21\x24-\x5b\x5d-\x7e]*)?)$/.exec(uri)
  const [, host, port, rest] = match ?? []
  if (host === undefined || rest === undefined) return undefined
  if (port !== undefined && Number(port) > 65_535) return undefined
  return { host, rest }
}

/** Whether a redirect URI leads to the user's own computer (RFC 8252 §7.3). */
export function isLoopback(uri: string): boolean {
  return URL.canParse(uri) && loopbackHosts.has(new URL(uri).hostname)
}

/** Insecure choices that an operator may make for a client. */
export interface RedirectUriChoices {
  /** Plain http to an address or a name of a private network. */
  readonly allowPrivateHttp?: boolean | undefined
}

/** Why a redirect URI may not be registered. */
export interface RedirectUriFault {
  /** Follows the URI in a sentence: `has a fragment`. */
  readonly what: string
  /** What to do, as an imperative. */
  readonly fix: string
  readonly clause: string
}

/**
 * Returns why a redirect URI may not be registered, or undefined if it may
 * (RFC 6749 §3.1.2: absolute, no fragment; RFC 8252 §7.1: private-use schemes; RFC 9700 §2.6: https but on loopback).
 */
export function redirectUriFault(
  uri: string,
  { allowPrivateHttp }: RedirectUriChoices = {},
): RedirectUriFault | undefined {
  if (/[^\x21-\x7e]/.test(uri) || uri.includes('\\')) {
    return fault('has a character that is not allowed in a URI', 'percent-encode it', 'RFC 3986 §2')
  }
  if (!URL.canParse(uri)) return fault('is not an absolute URI', 'write it in full, with its scheme', 'RFC 6749 §3.1.2')
  if (uri.includes('#')) return fault('has a fragment', 'remove # and everything after it', 'RFC 6749 §3.1.2')
  if (uri.includes('*')) return fault('has a wildcard', 'register each URI in full', 'RFC 9700 §4.1.3')
  const url = new URL(uri)
  if (url.username !== '' || url.password !== '' || /^[^:]*:\/\/[^/?]*@/.test(uri)) {
    return fault('has a user name', 'remove everything from // to @', 'RFC 3986 §7.5')
  }
  return hostFault(uri, url) ?? schemeFault(url, allowPrivateHttp === true)
}

function hostFault(uri: string, { protocol, hostname }: URL): RedirectUriFault | undefined {
  if (!/^https?:$/.test(protocol)) return undefined
  if (!/^https?:\/\/[^/]/i.test(uri)) {
    return fault('has no // and host after its scheme', 'write it as https://HOST/PATH', 'RFC 9110 §4.2')
  }
  if (/^[a-z0-9._-]+$|^\[[0-9a-f:.]+\]$/.test(hostname)) return undefined
  return fault('has a host that is neither a name nor an address', 'correct the host', 'RFC 3986 §3.2.2')
}

function schemeFault({ protocol, hostname }: URL, allowPrivateHttp: boolean): RedirectUriFault | undefined {
  if (refusedSchemes.has(protocol) || isOfWindows(protocol)) {
    const what = `has the scheme ${protocol}, which can run code, show a document or start another program`
    return fault(what, "use https, or a scheme of the app's own such as com.example.app:", 'RFC 8252 §7.1')
  }
  if (protocol !== 'http:' || loopbackHosts.has(hostname)) return undefined
  if (!isPrivateHost(hostname)) return fault('is plain http to a public host', 'use https', 'RFC 9700 §2.6')
  if (allowPrivateHttp) return undefined
  const fix = 'use https, or set dangerously_allow_http_redirects: true on the client'
  return fault('is plain http to another host', fix, 'RFC 9700 §2.6')
}

function fault(what: string, fix: string, clause: string): RedirectUriFault {
  return { what, fix, clause }
}

/** Returns why a redirect URI is a risk although it may be registered, or undefined if it is none. */
export function redirectUriWarning(uri: string): RedirectUriFault | undefined {
  if (redirectUriFault(uri, { allowPrivateHttp: true }) !== undefined) return undefined
  const { protocol, hostname } = new URL(uri)
  if (protocol === 'http:' && !loopbackHosts.has(hostname)) {
    return fault('is plain http: anyone on that network can read the code', 'use https', 'RFC 9700 §2.6')
  }
  if (protocol === 'http:' || protocol === 'https:' || protocol.includes('.')) return undefined
  return fault(
    `has the scheme ${protocol} without a dot, which any other app on the device can claim`,
    'prefer a reversed domain name, such as com.example.app:',
    'RFC 8252 §7.1',
  )
}

const privateNetworks = [
  ...[/^10\./, /^192\.168\./, /^172\.(?:1[6-9]|2[0-9]|3[01])\./, /^169\.254\./],
  // Shared by carriers (RFC 6598), and what overlay networks use.
  /^100\.(?:6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\./,
]
const isAddress = (host: string) => /^[0-9.]+$/.test(host)

/** Whether a host, as a URL parser writes it, belongs to a private network. */
function isPrivateHost(host: string): boolean {
  if (isAddress(host)) return privateNetworks.some((network) => network.test(host))
  if (host.startsWith('[')) return /^\[f(?:[cd][0-9a-f]{2}|e[89ab][0-9a-f]):/.test(host)
  return !host.includes('.') || /\.(?:local|internal|lan|home|home\.arpa|intranet|localdomain)$/.test(host)
}

/** Bounds the comparison for an explanation, since the caller chooses the length of a bad request. */
const [mostCompared, longestCompared] = [100, 1_000]

/** Compares a received redirect URI with the nearest registered one. Undefined if none is registered. */
export function explainRedirectUri(received: string, registered: readonly string[]): RedirectUriDifference | undefined {
  const ranked = registered
    .slice(0, mostCompared)
    .map((uri) => ({ registered: uri, at: firstDifference(received, uri) }))
    .sort((a, b) => b.at - a.at)
  const nearest = ranked[0]
  return nearest && { ...nearest, inWords: differenceInWords(received, nearest.registered) }
}

function firstDifference(a: string, b: string): number {
  const end = Math.min(a.length, b.length, longestCompared)
  let at = 0
  while (at < end && a[at] === b[at]) at++
  return at
}

function differenceInWords(received: string, registered: string): string {
  if (`${registered}/` === received || `${received}/` === registered) return 'by a trailing slash'
  if (received.toLowerCase() === registered.toLowerCase()) return 'by upper and lower case'
  if (!URL.canParse(received) || !URL.canParse(registered)) return 'in their text'
  const [a, b] = [new URL(received), new URL(registered)]
  if (a.protocol !== b.protocol) {
    // The scheme of an app is part of its registration, and the caller may be a stranger.
    const isWeb = [a, b].every(({ protocol }) => protocol === 'https:' || protocol === 'http:')
    return isWeb ? `by the scheme (${a.protocol} instead of ${b.protocol})` : 'by the scheme'
  }
  if (a.hostname !== b.hostname) return 'by the host'
  if (a.port !== b.port) return 'by the port'
  if (a.pathname !== b.pathname) return 'by the path'
  if (a.search !== b.search) return 'by the query'
  return 'in their text'
}
