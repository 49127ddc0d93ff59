import { isIP } from 'node:net'

/** A host that the operator lets the server reach although its address is private, or by http; any port without `port`. */
export interface AllowedHost {
  /** A name or address as the URL standard writes it, IPv6 without brackets. */
  readonly host: string
  readonly port?: number | undefined
}

/** A checked URL: where to connect, before its name is resolved. */
export interface Target {
  readonly url: URL
  /** A name, or an address without brackets. */
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** Whether the operator allowed this host by name. */
  readonly isAllowed: boolean
}

/** Why a URL is refused: a clause for the author of the URL. */
export interface UrlFault {
  readonly fault: string
}

const longestUrl = 4_096

/** Checks the parts of a URL that need no network. */
export function readTarget(text: string, allowHosts: readonly AllowedHost[]): Target | UrlFault {
  const url = text.length > longestUrl ? null : URL.parse(text)
  if (url === null) return { fault: 'must be an absolute https URL' }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { fault: 'must be an https URL' }
  if (url.username !== '' || url.password !== '') return { fault: 'must not contain a user name or password' }
  if (url.hostname.endsWith('.')) return { fault: 'must name its host without a dot at the end' }
  const isTls = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? (isTls ? 443 : 80) : Number(url.port)
  const isAllowed = allowHosts.some((one) => one.host === host && (one.port === undefined || one.port === port))
  if (!isTls && !isAllowed) return { fault: 'must be an https URL' }
  return { url, host, port, isTls, isAllowed }
}

/** Checks whether a name leads to this machine by definition (RFC 6761 §6.3), whatever a resolver says. */
export function isLocalName(host: string): boolean {
  return isIP(host) === 0 && /(^|\.)localhost$/.test(host)
}
