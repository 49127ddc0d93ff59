/**
 * Normalizes a resource identifier for comparison: scheme and host in lower case, no default port, no slash after a bare
 * origin; the path stays exact (RFC 8707 §2, RFC 3986 §6.2.2.1, §6.2.3). Undefined if it is not an absolute URI
 * without fragment.
 */
export function normalizeResource(resource: string): string | undefined {
  if (!URL.canParse(resource) || resource.includes('#') || /[\s\\]/.test(resource)) return undefined
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:)(?:\/\/([^/?]*))?(.*)$/s.exec(resource)
  const [, scheme, authority, rest] = match ?? []
  if (scheme === undefined || rest === undefined) return undefined
  const kind = scheme.toLowerCase()
  const start = authority === undefined ? kind : `${kind}//${withoutDefaultPort(kind, authority.toLowerCase())}`
  return authority !== undefined && rest === '/' ? start : start + rest
}

const defaultPorts: Readonly<Record<string, RegExp>> = { 'https:': /:(?:443)?$/, 'http:': /:(?:80)?$/ }

function withoutDefaultPort(scheme: string, authority: string): string {
  const port = defaultPorts[scheme]
  return port === undefined ? authority : authority.replace(port, '')
}

/** Whether two resource identifiers name the same API. */
export function isSameResource(a: string, b: string): boolean {
  return a === b || (normalizeResource(a) !== undefined && normalizeResource(a) === normalizeResource(b))
}
